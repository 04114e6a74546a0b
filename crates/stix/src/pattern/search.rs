//! Which observations together meet a pattern (STIX 2.1 sections 9.5.1 and 9.5.2).
//!
//! Observations are given to brackets one after the other; whatever breaks a bound on time is
//! taken back at once. All state is on the heap, so the depth of a pattern costs no call stack.

use super::matching::{Match, TooManyCombinations};
use super::observation::{Observation, Span};
use super::plan::{Bound, Node, Plan};

/// Steps after which the search gives up: some tenths of a second.
pub(super) const MOST_STEPS: u64 = 2_000_000;

/// Finds a way to meet the plan.
///
/// `candidates` holds for each leaf the positions of the observations that meet it.
pub(super) fn run(
    plan: &Plan,
    mut candidates: Vec<Vec<u32>>,
    observations: &[Observation<'_>],
) -> Result<Option<Match>, TooManyCombinations> {
    // In the order of time, the first observation beyond a window is followed by no other within.
    let first = |at: &u32| {
        let observation = observations.get(*at as usize);
        observation.map_or(0, |observation| observation.span.first)
    };
    for of_leaf in &mut candidates {
        of_leaf.sort_by_key(first);
    }
    if is_short(plan, &candidates, observations) {
        return Ok(None);
    }
    let mut search = Search {
        plan,
        candidates,
        observations,
        used: vec![0; observations.len()],
        frames: vec![],
        agenda: vec![],
        trail: vec![],
        choices: vec![],
        steps: 0,
    };
    let start = search.schedule(Task::Visit(plan.root), None, None);
    search.run(start)
}

/// Whether all candidates together are fewer than the plan needs, however they are combined.
fn is_short(plan: &Plan, candidates: &[Vec<u32>], observations: &[Observation<'_>]) -> bool {
    let needed = plan.needs();
    let mut wanted = vec![false; observations.len()];
    for at in candidates.iter().flatten() {
        if let Some(wanted) = wanted.get_mut(*at as usize) {
            *wanted = true;
        }
    }
    let there = observations.iter().zip(wanted);
    let there = there.filter(|(_, wanted)| *wanted);
    let there = there.map(|(observation, _)| observation.times);
    there.fold(0, u64::saturating_add) < needed
}

struct Search<'s, 'v> {
    plan: &'s Plan,
    candidates: Vec<Vec<u32>>,
    observations: &'s [Observation<'v>],
    /// How often each observation is used.
    used: Vec<u64>,
    /// The bounds that are in force somewhere, each within another.
    frames: Vec<Frame>,
    /// What is still to do, as linked lists that share their ends.
    agenda: Vec<Entry>,
    /// What to put back when a choice was wrong.
    trail: Vec<Undo>,
    choices: Vec<Choice>,
    steps: u64,
}

type Link = Option<u32>;

#[derive(Clone, Copy)]
struct Entry {
    task: Task,
    frame: Link,
    next: Link,
}

#[derive(Clone, Copy)]
enum Task {
    /// Meet this node.
    Visit(u32),
    /// Meet the parts of a node from this one on.
    Parts {
        node: u32,
        from: u32,
    },
    /// Meet the parts from this one on, each no earlier than those before; the frame is known.
    Following {
        node: u32,
        from: u32,
        row: u32,
    },
    /// Meet a node as often as this.
    Again {
        node: u32,
        times: u64,
    },
    Fill(Filling),
}

/// A leaf that is to be given observations.
#[derive(Clone, Copy)]
struct Filling {
    leaf: u32,
    /// How many it still needs.
    times: u64,
    /// The first candidate to look at.
    from: u32,
    /// How often to use that one at most.
    most: u64,
}

impl Filling {
    fn new(leaf: u32, times: u64) -> Self {
        Self {
            leaf,
            times,
            from: 0,
            most: u64::MAX,
        }
    }
}

/// A bound and what is known of the observations under it.
#[derive(Clone, Copy)]
struct Frame {
    parent: Link,
    rule: Rule,
}

#[derive(Clone, Copy)]
enum Rule {
    During(i128, i128),
    /// Observations no earlier than the floor, noted in the row.
    Part {
        floor: i128,
        row: u32,
    },
    /// The latest start among the parts so far.
    Row {
        latest: i128,
    },
    Within {
        window: i128,
        /// The latest of the first moments.
        latest: i128,
        /// The earliest of the last moments.
        earliest: i128,
    },
}

enum Undo {
    Rule(u32, Rule),
    Used(u32, u64),
}

/// Where to go on if what follows fails.
struct Choice {
    frame: Link,
    next: Link,
    frames: usize,
    agenda: usize,
    trail: usize,
    option: Choosing,
}

#[derive(Clone, Copy)]
enum Choosing {
    Any { node: u32, from: u32 },
    Fill(Filling),
}

impl Search<'_, '_> {
    fn run(mut self, start: Link) -> Result<Option<Match>, TooManyCombinations> {
        let mut here = start;
        loop {
            if self.steps > MOST_STEPS {
                return Err(TooManyCombinations { limit: MOST_STEPS });
            }
            self.steps += 1;
            let Some(entry) = here.and_then(|at| self.agenda.get(at as usize).copied()) else {
                return Ok(Some(self.found()));
            };
            here = match self.step(entry) {
                Some(next) => next,
                None => match self.back() {
                    Some(next) => next,
                    None => return Ok(None),
                },
            };
        }
    }

    /// Does one thing; gives what is to do then, or none if it cannot be done.
    fn step(&mut self, entry: Entry) -> Option<Link> {
        let Entry { task, frame, next } = entry;
        match task {
            Task::Visit(node) => self.visit(node, frame, next),
            Task::Parts { node, from } => {
                let Some(part) = self.part(node, from) else {
                    return Some(next);
                };
                let from = from + 1;
                let rest = self.schedule(Task::Parts { node, from }, frame, next);
                Some(self.schedule(Task::Visit(part), frame, rest))
            }
            Task::Following { node, from, row } => {
                let Some(part) = self.part(node, from) else {
                    return Some(next);
                };
                let floor = match self.frames.get(row as usize)?.rule {
                    Rule::Row { latest } => latest,
                    _ => i128::MIN,
                };
                let within = self.open(Rule::Part { floor, row }, frame);
                let from = from + 1;
                let rest = self.schedule(Task::Following { node, from, row }, frame, next);
                Some(self.schedule(Task::Visit(part), within, rest))
            }
            Task::Again { node, times } => {
                let Some(times) = times.checked_sub(1) else {
                    return Some(next);
                };
                let rest = self.schedule(Task::Again { node, times }, frame, next);
                Some(self.schedule(Task::Visit(node), frame, rest))
            }
            Task::Fill(filling) => self.fill(filling, frame, next),
        }
    }

    fn visit(&mut self, node: u32, frame: Link, next: Link) -> Option<Link> {
        let plan = self.plan;
        Some(match plan.node(node)? {
            Node::All(_) => self.schedule(Task::Parts { node, from: 0 }, frame, next),
            Node::Any(_) => return self.choose(Choosing::Any { node, from: 0 }, frame, next),
            Node::Bounded(part, bound) => {
                let within = self.open(Rule::new(*bound), frame);
                self.schedule(Task::Visit(*part), within, next)
            }
            Node::InOrder(_) => {
                let latest = i128::MIN;
                let row = self.open(Rule::Row { latest }, frame)?;
                let task = Task::Following { node, from: 0, row };
                self.schedule(task, frame, next)
            }
            Node::Leaf(leaf) => return self.fill(Filling::new(*leaf, 1), frame, next),
            Node::Repeats(part, times) => {
                let (node, times) = (*part, *times);
                if let Node::Leaf(leaf) = plan.node(node)? {
                    return self.fill(Filling::new(*leaf, times), frame, next);
                }
                self.schedule(Task::Again { node, times }, frame, next)
            }
        })
    }

    /// Takes the first way that can be taken, and remembers the others.
    fn choose(&mut self, option: Choosing, frame: Link, next: Link) -> Option<Link> {
        match option {
            Choosing::Any { node, from } => {
                let part = self.part(node, from)?;
                let from = from + 1;
                if self.part(node, from).is_some() {
                    self.remember(Choosing::Any { node, from }, frame, next);
                }
                Some(self.schedule(Task::Visit(part), frame, next))
            }
            Choosing::Fill(filling) => self.fill(filling, frame, next),
        }
    }

    /// Gives a leaf the next observation that fits, as often as it goes.
    fn fill(&mut self, filling: Filling, frame: Link, next: Link) -> Option<Link> {
        let Filling {
            leaf,
            times,
            mut most,
            ..
        } = filling;
        let end = self.window_end(frame);
        if most == u64::MAX && !self.enough(filling, end) {
            return None;
        }
        for from in filling.from.. {
            self.steps += 1;
            let at = *self.candidates.get(leaf as usize)?.get(from as usize)?;
            let span = self.observations.get(at as usize)?.span;
            if span.first >= end {
                return None;
            }
            let count = self.free(at).min(times).min(most);
            most = u64::MAX;
            if count == 0 || !self.fits(span, frame) {
                continue;
            }
            let less = Filling {
                from,
                most: count - 1,
                ..filling
            };
            self.remember(Choosing::Fill(less), frame, next);
            self.take(at, count, span, frame);
            if count == times {
                return Some(next);
            }
            let rest = Filling {
                times: times - count,
                from: from + 1,
                most,
                ..filling
            };
            return Some(self.schedule(Task::Fill(rest), frame, next));
        }
        None
    }

    /// Whether the candidates that are left could be enough, bounds but the window's end aside.
    fn enough(&mut self, filling: Filling, end: i128) -> bool {
        let candidates = self.candidates.get(filling.leaf as usize);
        let rest = candidates.and_then(|all| all.get(filling.from as usize..));
        let (mut free, mut looked_at) = (0_u64, 0);
        for at in rest.unwrap_or_default() {
            let observation = self.observations.get(*at as usize);
            if free >= filling.times || observation.is_none_or(|seen| seen.span.first >= end) {
                break;
            }
            free = free.saturating_add(self.free(*at));
            looked_at += 1;
        }
        self.steps += looked_at / 16;
        free >= filling.times
    }

    /// The moment from which on no observation fits into the windows around it.
    fn window_end(&self, frame: Link) -> i128 {
        let mut end = i128::MAX;
        let mut here = frame;
        while let Some(frame) = here.and_then(|at| self.frames.get(at as usize)) {
            if let Rule::Within {
                window, earliest, ..
            } = frame.rule
            {
                end = end.min(earliest.saturating_add(window));
            }
            here = frame.parent;
        }
        end
    }

    fn free(&self, at: u32) -> u64 {
        let observation = self.observations.get(at as usize);
        let times = observation.map_or(0, |observation| observation.times);
        times.saturating_sub(self.used.get(at as usize).copied().unwrap_or(times))
    }

    /// Whether an observation keeps within every bound around it.
    fn fits(&self, span: Span, frame: Link) -> bool {
        let mut here = frame;
        while let Some(frame) = here.and_then(|at| self.frames.get(at as usize)) {
            let fits = match frame.rule {
                Rule::During(start, stop) => {
                    start < stop && span.first < stop && span.last >= start
                }
                Rule::Part { floor, .. } => span.last >= floor,
                Rule::Row { .. } => true,
                Rule::Within {
                    window,
                    latest,
                    earliest,
                } => latest.max(span.first) - earliest.min(span.last) < window,
            };
            if !fits {
                return false;
            }
            here = frame.parent;
        }
        true
    }

    /// Uses an observation, and notes its time in every bound around it.
    fn take(&mut self, at: u32, count: u64, span: Span, frame: Link) {
        if let Some(used) = self.used.get_mut(at as usize) {
            self.trail.push(Undo::Used(at, *used));
            *used += count;
        }
        let mut here = frame;
        while let Some((at, frame)) = here.and_then(|at| Some((at, *self.frames.get(at as usize)?)))
        {
            match frame.rule {
                Rule::Within {
                    window,
                    latest,
                    earliest,
                } => self.set(
                    at,
                    Rule::Within {
                        window,
                        latest: latest.max(span.first),
                        earliest: earliest.min(span.last),
                    },
                ),
                Rule::Part { row, .. } => {
                    let rule = self.frames.get(row as usize).map(|frame| frame.rule);
                    if let Some(Rule::Row { latest }) = rule {
                        let latest = latest.max(span.first);
                        self.set(row, Rule::Row { latest });
                    }
                }
                Rule::During(..) | Rule::Row { .. } => {}
            }
            here = frame.parent;
        }
    }

    fn set(&mut self, at: u32, rule: Rule) {
        if let Some(frame) = self.frames.get_mut(at as usize) {
            self.trail.push(Undo::Rule(at, frame.rule));
            frame.rule = rule;
        }
    }

    fn open(&mut self, rule: Rule, parent: Link) -> Link {
        let at = u32::try_from(self.frames.len()).ok();
        self.frames.push(Frame { parent, rule });
        at
    }

    fn schedule(&mut self, task: Task, frame: Link, next: Link) -> Link {
        let at = u32::try_from(self.agenda.len()).ok();
        self.agenda.push(Entry { task, frame, next });
        at
    }

    fn remember(&mut self, option: Choosing, frame: Link, next: Link) {
        self.choices.push(Choice {
            frame,
            next,
            frames: self.frames.len(),
            agenda: self.agenda.len(),
            trail: self.trail.len(),
            option,
        });
    }

    /// Goes back to the last choice that has another way, and takes it.
    fn back(&mut self) -> Option<Link> {
        loop {
            let choice = self.choices.pop()?;
            while self.trail.len() > choice.trail {
                match self.trail.pop()? {
                    Undo::Rule(at, rule) => {
                        if let Some(frame) = self.frames.get_mut(at as usize) {
                            frame.rule = rule;
                        }
                    }
                    Undo::Used(at, count) => {
                        if let Some(used) = self.used.get_mut(at as usize) {
                            *used = count;
                        }
                    }
                }
            }
            self.frames.truncate(choice.frames);
            self.agenda.truncate(choice.agenda);
            if let Some(link) = self.choose(choice.option, choice.frame, choice.next) {
                return Some(link);
            }
            if self.steps > MOST_STEPS {
                // The caller sees the count and gives up.
                return Some(choice.next);
            }
        }
    }

    fn part(&self, node: u32, at: u32) -> Option<u32> {
        match self.plan.node(node)? {
            Node::All(parts) | Node::Any(parts) | Node::InOrder(parts) => {
                parts.get(at as usize).copied()
            }
            _ => None,
        }
    }

    fn found(&self) -> Match {
        let used = self.used.iter().enumerate();
        let used = used.filter(|(_, count)| **count > 0);
        Match {
            observations: used.map(|(at, _)| at).collect(),
        }
    }
}

impl Rule {
    fn new(bound: Bound) -> Self {
        match bound {
            Bound::During(start, stop) => Self::During(start, stop),
            Bound::Within(window) => Self::Within {
                window,
                latest: i128::MIN,
                earliest: i128::MAX,
            },
        }
    }
}
