//! Whoever polls misses nothing and is given nothing twice, whatever the clock does.

use mithaq_node::Query;
use mithaq_stix::Tlp;
use mithaq_testkit::indicator;

use crate::support::pair;

#[tokio::test]
async fn following_the_last_time_finds_every_release_once() {
    // Standing, going back, jumping ahead, and by less than a microsecond's worth of releases.
    for steps in [
        [0; 6],
        [-5, -5, 3, -9, 0, 2],
        [3600, -7200, 86_400, 0, -1, 1],
        [1; 6],
    ] {
        let pair = pair().await;
        let (mut last, mut last_seq, mut seen, mut by_place) = (None, None, Vec::new(), Vec::new());
        for (round, step) in (0..).zip(steps) {
            let objects = [2 * round, 2 * round + 1].map(|n| indicator(n, Tlp::Green));
            pair.ours.hold(&["cybercrime"], &objects).await;
            pair.ours.clock.advance(step);
            loop {
                let query = Query {
                    added_after: last,
                    limit: 1,
                    ..Query::default()
                };
                let disclosed = pair.disclose(query).await;
                let Some(released) = disclosed.page().first() else {
                    break;
                };
                assert!(last.is_none_or(|last| last < released.released_at));
                last = Some(released.released_at);
                seen.push(released.seq);
            }
            let query = Query {
                after_seq: last_seq,
                ..Query::default()
            };
            for released in pair.disclose(query).await.page() {
                last_seq = Some(released.seq);
                by_place.push(released.seq);
            }
        }
        assert_eq!(seen, (1..=12).collect::<Vec<u64>>(), "{steps:?}");
        assert_eq!(by_place, seen);
    }
}

#[tokio::test]
async fn a_release_has_the_time_at_which_it_was_decided() {
    let pair = pair().await;
    for n in [1, 2] {
        pair.ours.clock.advance(60);
        pair.ours
            .hold(&["cybercrime"], &[indicator(n, Tlp::Green)])
            .await;
        let page = pair.page().await;
        assert_eq!(page.last().unwrap().released_at, pair.ours.node.now());
    }
}

#[tokio::test]
async fn a_page_says_whether_there_is_more() {
    let pair = pair().await;
    let objects: Vec<_> = (0..5).map(|n| indicator(n, Tlp::Green)).collect();
    pair.ours.hold(&["cybercrime"], &objects).await;
    for (limit, given, more) in [
        (0, 1, true),
        (1, 1, true),
        (4, 4, true),
        (5, 5, false),
        (9, 5, false),
    ] {
        let disclosed = pair
            .disclose(Query {
                limit,
                ..Query::default()
            })
            .await;
        assert_eq!(
            (disclosed.page().len(), disclosed.more()),
            (given, more),
            "limit {limit}"
        );
    }
}

#[tokio::test]
async fn something_that_becomes_releasable_later_shows_up_behind_what_was_read() {
    let pair = pair().await;
    pair.ours.hold(&[], &[indicator(1, Tlp::Green)]).await;
    pair.ours
        .hold(&["cybercrime"], &[indicator(2, Tlp::Green)])
        .await;
    let last = pair.page().await.last().unwrap().released_at;
    pair.ours
        .hold(&["cybercrime"], &[indicator(1, Tlp::Green)])
        .await;
    let query = Query {
        added_after: Some(last),
        ..Query::default()
    };
    let disclosed = pair.disclose(query).await;
    let names: Vec<_> = disclosed
        .page()
        .iter()
        .map(|it| it.name.clone().unwrap())
        .collect();
    assert_eq!(names, ["Invented indicator 1"]);
}
