//! No partner ever reads anything but what the articles permit, whatever happens in whatever order.
//!
//! `MITHAQ_WORLDS` sets how many random worlds are lived through; 300 if it is not set.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use jiff::Timestamp;
use mithaq_node::{
    Acceptance, ActError, Admitted, Form, HeldPartner, Node, NodeCard, NodeKeys, Outcome,
    PartySignature, Query, ReceivedPage, Refused, ReleasedVersion, SignedAgreement, Source,
    Standing,
};
use mithaq_stix::ObjectId;
use mithaq_testkit::{ManualClock, NodeDir, SeededRandomness, TestNode, read};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::json;
use tempfile::TempDir;

use crate::oracle::{Expected, Oracle, Stands, Visible};
use crate::world::{AGREEMENTS, Act, Officer, SLOTS, World, modified, partner_of, slot_id, worlds};

#[test]
fn a_partner_reads_what_the_articles_permit_and_nothing_else() {
    let cases = std::env::var("MITHAQ_WORLDS")
        .ok()
        .map_or(300, |text| text.parse().unwrap());
    let config = ProptestConfig {
        cases,
        failure_persistence: None,
        max_shrink_iters: 500,
        ..ProptestConfig::default()
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let mut seen = Seen::default();
    let seen_by_all = std::cell::RefCell::new(&mut seen);
    let outcome = TestRunner::new(config).run(&worlds(), |world| {
        let lived = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            runtime.block_on(live(&world))
        }));
        match lived {
            Ok(seen) => {
                seen_by_all.borrow_mut().add(&seen);
                Ok(())
            }
            Err(panic) => {
                let text = panic.downcast_ref::<String>().cloned().unwrap_or_default();
                Err(TestCaseError::fail(text))
            }
        }
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
    println!("{cases} worlds: {seen:?}");
    seen.is_worth_something();
}

/// How often something interesting happened, so that the test cannot pass by looking at nothing.
#[derive(Debug, Default)]
struct Seen {
    acts: usize,
    pages: usize,
    objects: usize,
    closures: usize,
    refusals: usize,
    previews: usize,
    explanations: usize,
}

impl Seen {
    fn add(&mut self, other: &Self) {
        self.acts += other.acts;
        self.pages += other.pages;
        self.objects += other.objects;
        self.closures += other.closures;
        self.refusals += other.refusals;
        self.previews += other.previews;
        self.explanations += other.explanations;
    }

    fn is_worth_something(&self) {
        let enough = self.acts / 10;
        assert!(
            self.objects > self.acts,
            "hardly anything was given: {self:?}"
        );
        assert!(
            self.closures > enough,
            "hardly anything named what is withheld: {self:?}"
        );
        assert!(
            self.refusals > enough,
            "hardly anything was refused: {self:?}"
        );
        assert!(
            self.previews > enough,
            "hardly anything was previewed: {self:?}"
        );
    }
}

/// A node with two partners who are nothing but their keys.
struct Stage<'a> {
    world: &'a World,
    node: Node,
    clock: Arc<ManualClock>,
    partners: Vec<Partner>,
    ids: [String; 2],
    agreements: Vec<Option<ObjectId>>,
    oracle: Oracle<'a>,
    followers: Vec<Follower>,
    seen: Seen,
    _dir: NodeDir,
}

struct Partner {
    keys: NodeKeys,
    held: HeldPartner,
    admitted: Admitted,
    _dir: TempDir,
}

/// Somebody who polls, and goes on each time from the last time that it was told.
#[derive(Default)]
struct Follower {
    last: Option<Timestamp>,
    last_seq: Option<u64>,
    by_time: BTreeSet<u64>,
    by_place: BTreeSet<u64>,
}

async fn live(world: &World) -> Seen {
    let mut stage = Stage::set(world).await;
    for act in &world.acts_before {
        stage.play(act).await;
    }
    for (number, act) in world.acts.iter().enumerate() {
        stage.play(act).await;
        stage.seen.acts += 1;
        for agreement in 0..AGREEMENTS {
            stage.look(agreement, number).await;
        }
        stage.explain(number % SLOTS).await;
    }
    for check in stage.node.examine().await.unwrap() {
        assert_eq!(check.wrong, None, "{check:?}");
    }
    stage.seen
}

impl<'a> Stage<'a> {
    async fn set(world: &'a World) -> Self {
        let TestNode { node, clock, dir } = TestNode::new("Agency of Arvenia", 1).await;
        let mut partners = Vec::new();
        for n in [1, 2_u32] {
            partners.push(partner(&node, n).await);
        }
        let ids = [0, 1].map(|n: usize| partners[n].held.card.identity.to_string());
        let mut oracle = Oracle::new(world, node.now());
        let mut agreements = Vec::new();
        for (number, terms) in world.terms.iter().enumerate() {
            let drafted = node.draft(&terms.draft(&ids[partner_of(number)])).await;
            oracle.acts[number].exists = drafted.is_ok();
            agreements.push(match drafted {
                Ok(id) => Some(id),
                // Two dates that leave no day between them.
                Err(ActError::Draft(_)) => None,
                Err(other) => panic!("{other}"),
            });
        }
        Self {
            world,
            node,
            clock,
            partners,
            ids,
            agreements,
            oracle,
            followers: (0..AGREEMENTS).map(|_| Follower::default()).collect(),
            seen: Seen::default(),
            _dir: dir,
        }
    }

    async fn play(&mut self, act: &Act) {
        match act {
            Act::Accept(draft, officer) => {
                let own = self.node.identity().to_string();
                let text = draft.text(self.world, &own, &self.ids);
                let outcome = self.accept(&text, officer).await;
                let expected = self.oracle.accept(draft, &text, officer, None);
                assert_eq!(outcome, expected, "{draft:?}");
            }
            Act::Again(slot, officer) => {
                let Some(text) = self.oracle.latest(*slot).cloned() else {
                    return;
                };
                let outcome = self.accept(&text, officer).await;
                assert_eq!(Some(outcome), self.oracle.again(*slot, officer));
            }
            Act::Receive(draft, agreement) => {
                let own = self.node.identity().to_string();
                let text = draft.text(self.world, &own, &self.ids);
                self.receive(draft, &text, *agreement).await;
            }
            Act::Settle => {
                self.node.settle().await.unwrap();
                self.node.tick().await.unwrap();
            }
            Act::Move(hours) => {
                self.clock.advance(i64::from(*hours) * 3600);
                self.oracle.now = self.node.now();
            }
            Act::Sign(agreement)
            | Act::Suspend(agreement)
            | Act::Resume(agreement)
            | Act::Terminate(agreement) => {
                if let Some(id) = self.agreements[*agreement].clone() {
                    self.about(act, *agreement, &id).await;
                }
            }
        }
    }

    async fn about(&mut self, act: &Act, agreement: usize, id: &ObjectId) {
        let done = match act {
            Act::Sign(_) => {
                let preview = self.node.preview(id).await.unwrap();
                self.sign(agreement, id).await;
                assert!(self.oracle.can(act));
                if self.oracle.gives(agreement) {
                    let visible = self.oracle.visible(agreement);
                    let own_identity = 1;
                    let all = self.oracle.held_count() + own_identity;
                    assert_eq!(preview.released, visible.len() as u64, "preview");
                    assert_eq!(preview.withheld, (all - visible.len()) as u64, "preview");
                    let kinds = preview.released_kinds.values().sum::<u64>();
                    assert_eq!(kinds, preview.released, "preview");
                    self.seen.previews += 1;
                }
                return;
            }
            Act::Suspend(_) => self.node.suspend(id, "a reason").await,
            Act::Resume(_) => self.node.resume(id, "a reason").await,
            _ => self.node.terminate(id, "a reason").await,
        };
        assert_eq!(done.is_ok(), self.oracle.can(act), "{act:?}: {done:?}");
        if let Ok(standing) = done {
            assert_eq!(standing.permits(), self.oracle.gives(agreement), "{act:?}");
        }
    }

    async fn sign(&self, agreement: usize, id: &ObjectId) {
        let ours = self.node.sign(id).await.unwrap();
        let theirs = &self.partners[partner_of(agreement)];
        let party = theirs.held.card.identity.clone();
        let signature = PartySignature::make(party, &ours.document, self.node.now(), &theirs.keys);
        let envelope = SignedAgreement {
            document: ours.document,
            signatures: vec![signature],
        };
        self.node.accept_agreement(envelope).await.unwrap();
    }

    async fn accept(&self, text: &serde_json::Value, officer: &Officer) -> Expected {
        let subjects = Oracle::subjects_words(officer.subjects);
        let subjects = subjects.into_iter().map(str::to_owned).collect();
        let how = Acceptance::own(subjects, officer.unmarked);
        let outcomes = self.node.accept(vec![read(text)], &how).await.unwrap();
        match outcomes.into_iter().next().unwrap() {
            Outcome::Accepted => Expected::Accepted,
            Outcome::Unchanged | Outcome::HandledOtherwise => Expected::Unchanged,
            Outcome::Rehandled => Expected::Rehandled,
            Outcome::Refused(_) => Expected::Refused,
        }
    }

    async fn receive(
        &mut self,
        draft: &crate::world::Draft,
        text: &serde_json::Value,
        agreement: usize,
    ) {
        let Some(id) = self.agreements[agreement].clone() else {
            return;
        };
        let source = Source {
            agreement: id,
            partner: self.partners[partner_of(agreement)].held.clone(),
            added_after: None,
        };
        let page = ReceivedPage {
            envelope: json!({ "objects": [text] }).to_string().into_bytes(),
            added_after: None,
            receipt: None,
        };
        let received = self.node.receive(&source, page).await;
        if !self.oracle.gives(agreement) {
            assert!(
                matches!(received, Err(ActError::WrongStanding { .. })),
                "{received:?}"
            );
            return;
        }
        let received = received.unwrap();
        let officer = Officer {
            subjects: self.oracle.subjects_of(agreement),
            unmarked: None,
        };
        let expected = self.oracle.accept(draft, text, &officer, Some(agreement));
        let counts = (
            received.accepted,
            received.unchanged,
            received.rejected.len(),
        );
        assert_eq!(
            counts,
            match expected {
                Expected::Accepted => (1, 0, 0),
                Expected::Unchanged | Expected::Rehandled => (0, 1, 0),
                Expected::Refused => (0, 0, 1),
            }
        );
    }

    /// Reads as both partners would, and compares with the oracle.
    async fn look(&mut self, agreement: usize, turn: usize) {
        let Some(id) = self.agreements[agreement].clone() else {
            return;
        };
        let partner = partner_of(agreement);
        let stranger = &self.partners[1 - partner].admitted;
        let refused = self.node.disclose(stranger, &id, Query::default()).await;
        assert!(matches!(refused, Err(Refused::Unknown)), "{refused:?}");
        if !self.oracle.gives(agreement) {
            let refused = self
                .disclose(agreement, &id, Query::default())
                .await
                .unwrap_err();
            let suspended = self.oracle.stands(agreement) == Stands::Suspended;
            match refused {
                Refused::NotInForce(Standing::Suspended) => assert!(suspended),
                Refused::Unknown => assert!(!suspended),
                other => panic!("{other}"),
            }
            self.seen.refusals += 1;
            return;
        }
        let visible = self.oracle.visible(agreement);
        let whole = self
            .disclose(agreement, &id, Query::default())
            .await
            .unwrap();
        self.compare(&whole, &visible, true);
        self.seen.objects += whole.len();
        match turn % 4 {
            0 => self.page(agreement, &id, &visible, false).await,
            1 => self.page(agreement, &id, &visible, true).await,
            2 => self.choose(agreement, &id, &visible).await,
            _ => (),
        }
        self.follow(agreement, &id, &whole).await;
    }

    async fn disclose(
        &mut self,
        agreement: usize,
        id: &ObjectId,
        query: Query,
    ) -> Result<Vec<ReleasedVersion>, Refused> {
        self.seen.pages += 1;
        let partner = &self.partners[partner_of(agreement)].admitted;
        let limit = query.limit;
        let disclosed = self.node.disclose(partner, id, query).await?;
        assert!(disclosed.page().len() <= limit.max(1));
        assert_eq!(disclosed.receipt().is_some(), !disclosed.page().is_empty());
        if limit >= 1000 {
            assert!(!disclosed.more());
        }
        Ok(disclosed.page().to_vec())
    }

    fn compare(&self, page: &[ReleasedVersion], visible: &Visible, with_body: bool) {
        let expected: BTreeMap<String, (String, String)> = visible
            .iter()
            .map(|(slot, (day, article))| {
                let id = slot_id(self.world, *slot, &self.ids);
                (id, (modified(*day), article.clone()))
            })
            .collect();
        let found: BTreeMap<String, (String, String)> = page
            .iter()
            .map(|released| {
                let version = released.version.clone().unwrap();
                (released.id.to_string(), (version, released.article.clone()))
            })
            .collect();
        assert_eq!(found, expected);
        assert_eq!(
            page.len(),
            found.len(),
            "something is given twice on one page"
        );
        for released in page {
            assert_eq!(released.body.is_empty(), !with_body);
            if with_body {
                let text: serde_json::Value = serde_json::from_slice(&released.body).unwrap();
                assert_eq!(text["modified"], json!(released.version));
            }
        }
    }

    /// Page after page of one or two, as a manifest, by place or by time.
    async fn page(&mut self, agreement: usize, id: &ObjectId, visible: &Visible, by_time: bool) {
        let mut query = Query {
            limit: if by_time { 2 } else { 1 },
            form: Form::Manifest,
            ..Query::default()
        };
        let mut all: Vec<ReleasedVersion> = Vec::new();
        loop {
            let page = self.disclose(agreement, id, query.clone()).await.unwrap();
            let Some(last) = page.last() else { break };
            if by_time {
                query.added_after = Some(last.released_at);
            } else {
                query.after_seq = Some(last.seq);
            }
            all.extend(page);
        }
        self.compare(&all, visible, false);
    }

    /// Some objects by their ids, and some by their type.
    async fn choose(&mut self, agreement: usize, id: &ObjectId, visible: &Visible) {
        let slots = [0, 3, SLOTS];
        let query = Query {
            ids: slots
                .iter()
                .map(|slot| slot_id(self.world, *slot, &self.ids).parse().unwrap())
                .collect(),
            ..Query::default()
        };
        let page = self.disclose(agreement, id, query).await.unwrap();
        let mut some = visible.clone();
        some.retain(|slot, _| slots.contains(slot));
        self.compare(&page, &some, true);
        let query = Query {
            kinds: vec!["report".to_owned(), "note".to_owned()],
            ..Query::default()
        };
        let page = self.disclose(agreement, id, query).await.unwrap();
        let mut some = visible.clone();
        some.retain(|slot, _| self.world.kinds.get(*slot).is_some_and(|kind| *kind >= 2));
        self.compare(&page, &some, true);
    }

    /// Polls, and finds every release that holds now, once.
    async fn follow(&mut self, agreement: usize, id: &ObjectId, whole: &[ReleasedVersion]) {
        let mut follower = std::mem::take(&mut self.followers[agreement]);
        let query = Query {
            added_after: follower.last,
            ..Query::default()
        };
        for released in self.disclose(agreement, id, query).await.unwrap() {
            assert!(follower.by_time.insert(released.seq), "released twice");
            assert!(follower.last.is_none_or(|last| last < released.released_at));
            follower.last = Some(released.released_at);
        }
        let query = Query {
            after_seq: follower.last_seq,
            ..Query::default()
        };
        for released in self.disclose(agreement, id, query).await.unwrap() {
            assert!(follower.by_place.insert(released.seq), "released twice");
            follower.last_seq = Some(released.seq);
        }
        for released in whole {
            assert!(follower.by_time.contains(&released.seq), "missed by time");
            assert!(follower.by_place.contains(&released.seq), "missed by place");
        }
        self.followers[agreement] = follower;
    }

    /// Asks why an object is or is not given, under every agreement.
    async fn explain(&mut self, slot: usize) {
        let id: ObjectId = slot_id(self.world, slot, &self.ids).parse().unwrap();
        if self.oracle.latest(slot).is_none() {
            assert!(matches!(
                self.node.explain(&id).await,
                Err(ActError::NoObject(_))
            ));
            return;
        }
        let explained = self.node.explain(&id).await.unwrap();
        let mut explained: HashMap<ObjectId, _> = explained
            .into_iter()
            .map(|it| (it.agreement.clone(), it))
            .collect();
        for agreement in 0..AGREEMENTS {
            let Some(id) = &self.agreements[agreement] else {
                continue;
            };
            let explained = explained.remove(id).unwrap();
            let codes: BTreeSet<_> = explained.sample.reasons.iter().map(|it| it.code).collect();
            let expected = self.oracle.reasons(agreement, slot);
            assert_eq!(codes, expected, "agreement {agreement}, slot {slot}");
            let closure = [mithaq_node::ReasonCode::Closure].into();
            self.seen.closures += usize::from(codes == closure);
            let gives = self.oracle.gives(agreement);
            let visible = self.oracle.visible(agreement);
            let article = visible
                .get(&slot)
                .filter(|_| gives)
                .map(|(_, article)| article.clone());
            assert_eq!(explained.article, article);
            self.seen.explanations += 1;
        }
        assert!(explained.is_empty());
    }
}

async fn partner(node: &Node, n: u32) -> Partner {
    let dir = tempfile::tempdir().unwrap();
    let name = format!("partner-{n}/log");
    let keys = NodeKeys::create(dir.path(), &name, &SeededRandomness::new(n.into())).unwrap();
    let identity = format!("identity--00000000-0000-4000-8000-{n:012}")
        .parse()
        .unwrap();
    let title = format!("Partner {n}");
    let card = NodeCard::new(
        &identity,
        &title,
        "XB",
        &keys.signing_public(),
        &keys.log().verifier(),
    );
    let held = node.add_partner(&card).await.unwrap();
    let token = node.issue_token(&held, true).await.unwrap();
    Partner {
        keys,
        admitted: node.admit(&token).await.unwrap().unwrap(),
        held,
        _dir: dir,
    }
}
