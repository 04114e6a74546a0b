log-lead = Every act of this node, in order. Entries are added, never changed.
log-size = { $n ->
    [0] The log is empty
    [one] 1 entry
   *[other] { $number } entries
}
log-origin = Origin
log-root = Root of the tree
log-key = Key of the log
log-sealed = Sealed
log-checkpoint = Signed checkpoint
log-entries = Entries
log-number = No.
log-act = Act
log-erased = content erased
log-empty = No entry yet
log-empty-hint = The first act of this node, such as adding a partner, will be entry 0.
log-entry = Entry { $value }
log-verified = { $n ->
    [one] Verified: the tree of 1 entry holds this one.
   *[other] Verified: the tree of { $number } entries holds this one.
}
log-not-verified = Not verified:
log-not-proved = it could not be proved that the log holds this entry.
log-opening = Content
log-opening-lead = The log holds a hash that binds it to this content. With the salt, anyone can compute it again.
log-erased-lead = The content and its salt were erased. The hash stays, so the log can still be verified, and it tells nothing.
log-salt = Salt
log-proof = Proof of inclusion
log-proof-lead = Hashed together from the leaf up, these hashes give the root.
log-leaf = Leaf
log-path = Path
log-path-empty = none: the leaf is the root
