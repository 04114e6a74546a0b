//! The operators between brackets, as a list that needs no call stack to be walked.

/// The tree of operators between brackets.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) root: u32,
    nodes: Vec<Node>,
    /// How many observations each node needs at least.
    needs: Vec<u64>,
}

/// An operator, with the numbers of the nodes that it joins.
#[derive(Debug)]
pub(super) enum Node {
    All(Vec<u32>),
    Any(Vec<u32>),
    Bounded(u32, Bound),
    InOrder(Vec<u32>),
    Leaf(u32),
    Repeats(u32, u64),
}

/// A bound on the times of all observations of a part; in nanoseconds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Bound {
    /// At or after the first, before the second.
    During(i128, i128),
    /// Less than this between the earliest and the latest.
    Within(i128),
}

impl Plan {
    pub(super) fn leaf(&mut self, leaf: u32) -> u32 {
        self.add(Node::Leaf(leaf))
    }

    pub(super) fn all(&mut self, parts: Vec<u32>) -> u32 {
        self.add(Node::All(parts))
    }

    pub(super) fn any(&mut self, parts: Vec<u32>) -> u32 {
        self.add(Node::Any(parts))
    }

    pub(super) fn in_order(&mut self, parts: Vec<u32>) -> u32 {
        self.add(Node::InOrder(parts))
    }

    pub(super) fn repeats(&mut self, part: u32, times: u64) -> u32 {
        self.add(Node::Repeats(part, times))
    }

    pub(super) fn bounded(&mut self, part: u32, bound: Bound) -> u32 {
        self.add(Node::Bounded(part, bound))
    }

    /// Whether this is one pair of brackets and nothing else.
    pub(super) fn is_leaf(&self) -> bool {
        matches!(self.nodes.as_slice(), [Node::Leaf(_)])
    }

    fn add(&mut self, node: Node) -> u32 {
        let of = |part: &u32| self.needs.get(*part as usize).copied().unwrap_or(0);
        let needs = match &node {
            Node::All(parts) | Node::InOrder(parts) => {
                parts.iter().map(of).fold(0, u64::saturating_add)
            }
            Node::Any(parts) => parts.iter().map(of).min().unwrap_or(0),
            Node::Bounded(part, _) => of(part),
            Node::Leaf(_) => 1,
            Node::Repeats(part, times) => of(part).saturating_mul(*times),
        };
        self.needs.push(needs);
        self.nodes.push(node);
        u32::try_from(self.nodes.len() - 1).unwrap_or(u32::MAX)
    }

    /// How many observations the whole plan needs at least.
    pub(super) fn needs(&self) -> u64 {
        self.needs.get(self.root as usize).copied().unwrap_or(0)
    }

    pub(super) fn node(&self, at: u32) -> Option<&Node> {
        self.nodes.get(at as usize)
    }
}
