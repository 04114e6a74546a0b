//! Walking through the graph: links, what lies round an object, and the way from one to another.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use mithaq_stix::ObjectId;
use mithaq_store::{Indexed, Neighbourhood, ObjectKey, Reach};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::json;
use tokio::runtime::Handle;

use crate::support::{Kept, id, number, object, on_both};

/// Version `day` of campaign `n`, which names others.
fn campaign(n: u32, day: u32, refs: &[u32]) -> Indexed {
    let mut properties = json!({ "name": format!("Invented campaign {n}") });
    let refs: Vec<_> = refs
        .iter()
        .map(|&n| id("campaign", n).to_string())
        .collect();
    if !refs.is_empty() {
        properties["x_refs"] = refs.into();
    }
    object("campaign", n, day, properties)
}

/// Campaigns that name campaigns.
fn campaigns(named: &[(u32, &[u32])]) -> Vec<Indexed> {
    named
        .iter()
        .map(|(n, refs)| campaign(*n, 1, refs))
        .collect()
}

async fn key(kept: &Kept, id: ObjectId) -> ObjectKey {
    kept.look(move |view| view.object_key(&id)).await.unwrap()
}

async fn campaign_key(kept: &Kept, n: u32) -> ObjectKey {
    key(kept, id("campaign", n)).await
}

/// The numbers of the objects round a campaign, with their steps.
fn steps(found: &Neighbourhood) -> Vec<(u32, u32)> {
    let objects = found.objects.iter();
    objects.map(|(it, step)| (number(&it.id), *step)).collect()
}

async fn round(kept: &Kept, start: u32, reach: Reach) -> Neighbourhood {
    let start = campaign_key(kept, start).await;
    let found = kept
        .look(move |view| view.neighbourhood(start, &reach))
        .await;
    found.unwrap()
}

async fn way(kept: &Kept, from: u32, to: u32, reach: Reach) -> Option<Vec<u32>> {
    let (from, to) = (campaign_key(kept, from).await, campaign_key(kept, to).await);
    let way = kept.look(move |view| view.path(from, to, &reach)).await?;
    Some(way.iter().map(|it| number(&it.id)).collect())
}

fn far(steps: u32) -> Reach {
    Reach {
        steps,
        ..Reach::default()
    }
}

on_both! {
    async fn links_are_seen_from_both_ends(kept: Kept) {
        kept.keep(campaigns(&[(1, &[2, 9]), (2, &[1, 3]), (3, &[1])])).await;
        let one = campaign_key(&kept, 1).await;
        let links = kept.look(move |view| view.links(one, None, 100)).await;
        let seen: BTreeSet<_> = links.iter().map(|it| (number(&it.id), it.incoming, it.is_held)).collect();
        // The ninth is only named.
        let expected = [(2, false, true), (2, true, true), (3, true, true), (9, false, false)];
        assert_eq!(seen, BTreeSet::from(expected));
        assert_eq!(links.len(), 4);
        let nine = campaign_key(&kept, 9).await;
        let links = kept.look(move |view| view.links(nine, None, 100)).await;
        assert_eq!(links.len(), 1);
        assert!(links[0].incoming && links[0].is_held);
        assert!(kept.look(move |view| view.neighbourhood(nine, &Reach::default())).await.is_none());
        assert_eq!(kept.look(move |view| view.path(one, nine, &Reach::default())).await.map(|it| it.len()), None);
    }

    async fn several_properties_that_name_one_object_are_one_link(kept: Kept) {
        let (maker, target) = (id("identity", 5), id("malware", 6));
        kept.keep(vec![
            object("relationship", 1, 1, json!({
                "relationship_type": "variant-of", "source_ref": target.as_str(),
                "target_ref": target.as_str(), "created_by_ref": maker.as_str(),
            })),
        ])
        .await;
        let one = key(&kept, id("relationship", 1)).await;
        let links = kept.look(move |view| view.links(one, None, 100)).await;
        let mut named: Vec<_> = links.iter().map(|it| (it.id.kind(), it.properties.as_str())).collect();
        named.sort_unstable();
        assert_eq!(named, [("identity", "created_by_ref"), ("malware", "source_ref target_ref")]);
    }

    async fn a_list_of_links_is_read_page_by_page_and_none_is_left_out(kept: Kept) {
        kept.keep(campaigns(&[(1, &[2, 3, 4, 1]), (2, &[1]), (3, &[1, 2]), (4, &[]), (5, &[1])])).await;
        let one = campaign_key(&kept, 1).await;
        let all = kept.look(move |view| view.links(one, None, 100)).await;
        for limit in 1..=8 {
            let (mut seen, mut after) = (Vec::new(), None);
            loop {
                let page = kept.look(move |view| view.links(one, after, limit)).await;
                assert!(page.len() as u64 <= limit + 1);
                let Some(last) = page.last() else { break };
                after = Some(last.other);
                seen.extend(page);
            }
            assert_eq!(seen, all, "by {limit}");
        }
        assert!(kept.look(move |view| view.links(one, None, 0)).await.is_empty());
    }

    async fn only_latest_versions_are_linked(kept: Kept) {
        kept.keep(campaigns(&[(1, &[2]), (2, &[]), (3, &[])])).await;
        kept.keep(vec![campaign(1, 5, &[3])]).await;
        assert_eq!(steps(&round(&kept, 1, far(1)).await), [(1, 0), (3, 1)]);
        assert_eq!(steps(&round(&kept, 2, far(1)).await), [(2, 0)]);
        assert_eq!(way(&kept, 2, 1, far(5)).await, None);
    }

    async fn a_crowd_is_shown_but_not_gone_through(kept: Kept) {
        // Ten is named by everybody; one and two know each other through the third as well.
        kept.keep(campaigns(&[(10, &[]), (1, &[10]), (2, &[10]), (4, &[10]), (5, &[10]), (6, &[5])])).await;
        let reach = Reach { links: 3, ..far(4) };
        let found = round(&kept, 1, reach).await;
        assert_eq!(steps(&found), [(1, 0), (10, 1)]);
        assert!(found.is_cut);
        // From each side, whichever has more to look at.
        for (from, to) in [(1, 2), (2, 1), (6, 1), (1, 6), (5, 1), (1, 5)] {
            assert_eq!(way(&kept, from, to, reach).await, None, "{from} to {to}");
            assert!(way(&kept, from, to, far(4)).await.is_some(), "{from} to {to}");
        }
        assert_eq!(way(&kept, 1, 10, reach).await, Some(vec![1, 10]));
        assert_eq!(way(&kept, 10, 6, reach).await, Some(vec![10, 5, 6]));
        // Whoever asks about the crowd itself is shown it.
        let found = round(&kept, 10, Reach { links: 3, ..far(1) }).await;
        assert_eq!((found.objects.len(), found.is_cut), (5, false));
    }

    async fn of_a_crowd_of_more_than_a_thousand_the_beginning_is_shown(kept: Kept) {
        kept.keep((0..1100).map(|n| campaign(n, 1, &[2000])).collect()).await;
        kept.keep(campaigns(&[(2000, &[])])).await;
        let found = round(&kept, 2000, Reach { objects: 5000, ..far(1) }).await;
        assert!(found.is_cut);
        assert!((1000..=1002).contains(&found.objects.len()), "{}", found.objects.len());
    }

    async fn more_than_was_asked_for_is_cut_and_said(kept: Kept) {
        kept.keep(campaigns(&[(1, &[2, 3, 4]), (2, &[]), (3, &[]), (4, &[5]), (5, &[])])).await;
        let found = round(&kept, 1, Reach { objects: 3, ..far(2) }).await;
        assert_eq!(steps(&found), [(1, 0), (2, 1), (3, 1)]);
        assert!(found.is_cut);
        let whole = round(&kept, 1, Reach { objects: 5, ..far(2) }).await;
        assert_eq!((whole.objects.len(), whole.is_cut), (5, false));
        // The references among what is shown, and no others.
        let ends: Vec<_> = found.links.iter().map(|(a, b, _)| (number(a), number(b))).collect();
        assert_eq!(ends, [(1, 2), (1, 3)]);
    }

    async fn who_made_a_thing_connects_it_only_when_asked(kept: Kept) {
        let made_by = |n, refs: &[u32]| {
            let refs: Vec<_> = refs.iter().map(|&n| id("campaign", n).to_string()).collect();
            object("campaign", n, 1, json!({
                "name": "Invented", "x_refs": refs, "created_by_ref": id("identity", 7).as_str(),
            }))
        };
        kept.keep(vec![
            object("identity", 7, 1, json!({ "name": "Agency" })),
            made_by(1, &[3]),
            made_by(2, &[4]),
            made_by(3, &[4]),
            made_by(4, &[4]),
        ])
        .await;
        let asked = Reach { through_authorship: true, ..far(4) };
        assert_eq!(way(&kept, 1, 2, far(4)).await, Some(vec![1, 3, 4, 2]));
        assert_eq!(way(&kept, 1, 2, asked).await, Some(vec![1, 7, 2]));
        assert_eq!(steps(&round(&kept, 1, far(1)).await), [(1, 0), (3, 1)]);
        assert_eq!(steps(&round(&kept, 1, Reach { steps: 1, ..asked }).await), [(1, 0), (7, 1), (3, 1)]);
    }

    async fn ids_are_found_by_their_beginning(kept: Kept) {
        kept.keep(campaigns(&[(1, &[5]), (2, &[]), (11, &[])])).await;
        let like = |text: &'static str| kept.look(move |view| view.ids_like(text, 10));
        let numbers = |found: Vec<mithaq_store::VersionSummary>| -> Vec<u32> {
            found.iter().map(|it| number(&it.id)).collect()
        };
        assert_eq!(numbers(like("campaign--").await), [1, 2, 11]);
        assert_eq!(numbers(like("campaign--00000000-0000-4000-8000-00000000000").await), [1, 2]);
        for text in ["tool--", "campaign--%", "_", "'", "\\"] {
            assert_eq!(numbers(like(text).await), [] as [u32; 0], "{text}");
        }
    }
}

/// Who names whom.
type Graph = BTreeMap<u32, BTreeSet<u32>>;

/// Graphs of some campaigns, in which a few that are named are not held.
fn graph() -> impl Strategy<Value = Graph> {
    let refs = prop::collection::btree_set(0..14_u32, 0..4);
    prop::collection::btree_map(0..12_u32, refs, 2..12)
}

/// The links of an object, in and out, as they are counted.
fn count(graph: &Graph, object: u32) -> u64 {
    let out = graph[&object].len();
    let incoming = graph.values().filter(|refs| refs.contains(&object)).count();
    (out + incoming) as u64
}

fn neighbours(graph: &Graph, object: u32) -> BTreeSet<u32> {
    let named = graph[&object]
        .iter()
        .copied()
        .filter(|it| graph.contains_key(it));
    let who_name = graph.iter().filter(|(_, refs)| refs.contains(&object));
    named.chain(who_name.map(|(it, _)| *it)).collect()
}

/// The distance of everything from an object, where crowds are not gone through.
fn distances(graph: &Graph, start: u32, most_links: u64) -> BTreeMap<u32, u32> {
    let mut distances = BTreeMap::from([(start, 0)]);
    let mut ring = vec![start];
    for step in 1.. {
        let mut next = Vec::new();
        for object in ring {
            if object != start && count(graph, object) > most_links {
                continue;
            }
            for other in neighbours(graph, object) {
                if let Entry::Vacant(place) = distances.entry(other) {
                    place.insert(step);
                    next.push(other);
                }
            }
        }
        if next.is_empty() {
            break;
        }
        ring = next;
    }
    distances
}

async fn walks_agree(
    kept: &Kept,
    graph: &Graph,
    most_links: u64,
    most_steps: u32,
) -> Result<(), TestCaseError> {
    let ids: Vec<(u32, Vec<u32>)> = graph
        .iter()
        .map(|(n, refs)| (*n, refs.iter().copied().collect()))
        .collect();
    let named: Vec<(u32, &[u32])> = ids.iter().map(|(n, refs)| (*n, refs.as_slice())).collect();
    kept.keep(campaigns(&named)).await;
    let reach = Reach {
        links: most_links,
        ..far(most_steps)
    };
    for &from in graph.keys() {
        let distances = distances(graph, from, most_links);
        let found: BTreeMap<u32, u32> =
            steps(&round(kept, from, reach).await).into_iter().collect();
        let near: BTreeMap<u32, u32> = distances
            .clone()
            .into_iter()
            .filter(|it| it.1 <= most_steps)
            .collect();
        prop_assert_eq!(found, near, "round {}", from);
        for &to in graph.keys() {
            let distance = distances.get(&to).filter(|it| **it <= most_steps);
            let found = way(kept, from, to, reach).await;
            prop_assert_eq!(
                found
                    .as_ref()
                    .map(|way| u32::try_from(way.len()).unwrap() - 1),
                distance.copied(),
                "{} to {}",
                from,
                to
            );
            let Some(found) = found else { continue };
            prop_assert_eq!((found.first(), found.last()), (Some(&from), Some(&to)));
            for step in found.windows(2) {
                prop_assert!(
                    neighbours(graph, step[0]).contains(&step[1]),
                    "no step in {:?}",
                    found
                );
            }
            let through = found.get(1..found.len() - 1).unwrap_or_default();
            prop_assert!(
                through.iter().all(|it| count(graph, *it) <= most_links),
                "{:?}",
                found
            );
        }
    }
    Ok(())
}

fn check_walks(make: impl Fn() -> Option<Kept>, cases: u32) {
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    let links = prop_oneof![2 => Just(1000_u64), 1 => 2..6_u64];
    let outcome =
        TestRunner::new(config).run(&(graph(), links, 1..9_u32), |(graph, links, steps)| {
            let Some(kept) = make() else { return Ok(()) };
            Handle::current().block_on(walks_agree(&kept, &graph, links, steps))
        });
    if let Err(failed) = outcome {
        panic!("{failed}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_way_is_a_shortest_one_in_a_file() {
    let make = || Some(Handle::current().block_on(Kept::in_folder()));
    tokio::task::spawn_blocking(move || check_walks(make, 40))
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_way_is_a_shortest_one_on_a_server() {
    let make = || Handle::current().block_on(Kept::on_server());
    tokio::task::spawn_blocking(move || check_walks(make, 12))
        .await
        .unwrap();
}
