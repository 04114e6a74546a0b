-- The graph, the agreements, what they released, and the log: everything one node keeps.
-- Times are microseconds since 1970 in UTC. Nothing is ever updated in `version`: a new version is a new row.

CREATE TABLE setting (
  name  TEXT PRIMARY KEY,
  value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Every id that this node holds or that something it holds names. `latest` is null for the latter.
CREATE TABLE object (
  object INTEGER PRIMARY KEY,
  id     TEXT NOT NULL UNIQUE,
  kind   TEXT NOT NULL,
  latest INTEGER
) STRICT;

CREATE TABLE version (
  version     INTEGER PRIMARY KEY,
  object      INTEGER NOT NULL REFERENCES object (object),
  version_key TEXT NOT NULL,
  modified    TEXT,
  created     TEXT,
  created_by  TEXT,
  revoked     INTEGER NOT NULL,
  name        TEXT,
  sha256      BLOB NOT NULL,
  accepted_at INTEGER NOT NULL,
  body        BLOB NOT NULL,
  UNIQUE (object, version_key)
) STRICT;

CREATE TABLE handling (
  version        INTEGER PRIMARY KEY REFERENCES version (version),
  tlp            INTEGER NOT NULL,
  subjects       TEXT NOT NULL,
  origin_partner INTEGER REFERENCES partner (partner),
  origin_agreement INTEGER REFERENCES agreement (agreement)
) STRICT;

CREATE TABLE edge (
  version INTEGER NOT NULL REFERENCES version (version),
  target  INTEGER NOT NULL REFERENCES object (object),
  path    TEXT NOT NULL,
  PRIMARY KEY (version, target)
) STRICT, WITHOUT ROWID;
CREATE INDEX edge_by_target ON edge (target);

CREATE TABLE partner (
  partner     INTEGER PRIMARY KEY,
  identity    TEXT NOT NULL UNIQUE,
  name        TEXT NOT NULL,
  country     TEXT,
  signing_key BLOB,
  log_key     TEXT,
  url         TEXT,
  tls_sha256  BLOB,
  credential  TEXT,
  added_at    INTEGER NOT NULL
) STRICT;

CREATE TABLE token (
  sha256     BLOB PRIMARY KEY,
  partner    INTEGER NOT NULL REFERENCES partner (partner),
  created_at INTEGER NOT NULL,
  revoked_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE agreement (
  agreement  INTEGER PRIMARY KEY,
  id         TEXT NOT NULL UNIQUE,
  document   BLOB NOT NULL,
  sha256     BLOB NOT NULL,
  kept_at    INTEGER NOT NULL,
  -- Every held object has been decided under it as it is from the first of these times to before
  -- the second; null if not.
  settled_from  INTEGER,
  settled_until INTEGER,
  -- How many releases have ended: whoever reads a page notices when one ends meanwhile.
  endings    INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE agreement_party (
  agreement INTEGER NOT NULL REFERENCES agreement (agreement),
  identity  TEXT NOT NULL,
  PRIMARY KEY (agreement, identity)
) STRICT, WITHOUT ROWID;
CREATE INDEX agreement_by_party ON agreement_party (identity);

CREATE TABLE agreement_act (
  act       INTEGER PRIMARY KEY,
  agreement INTEGER NOT NULL REFERENCES agreement (agreement),
  kind      TEXT NOT NULL,
  party     TEXT NOT NULL,
  at        INTEGER NOT NULL,
  detail    TEXT NOT NULL,
  log_index INTEGER NOT NULL
) STRICT;
CREATE INDEX agreement_act_by_agreement ON agreement_act (agreement, act);

-- Objects whose decisions have to be made again, under every agreement in force.
CREATE TABLE pending (
  object INTEGER PRIMARY KEY REFERENCES object (object)
) STRICT;

-- The decision that holds now for the latest version of an object under an agreement.
CREATE TABLE decision (
  agreement  INTEGER NOT NULL REFERENCES agreement (agreement),
  object     INTEGER NOT NULL REFERENCES object (object),
  version    INTEGER NOT NULL REFERENCES version (version),
  seq        INTEGER,
  closure    INTEGER NOT NULL,
  reasons    TEXT NOT NULL,
  received   INTEGER NOT NULL,
  decided_at INTEGER NOT NULL,
  PRIMARY KEY (agreement, object)
) STRICT, WITHOUT ROWID;
-- What is withheld is listed with the node's own first: of what others gave, the reason is known.
CREATE INDEX decision_withheld ON decision (agreement, received, decided_at DESC, object DESC)
  WHERE seq IS NULL;
CREATE INDEX decision_closure ON decision (agreement) WHERE closure = 1;

-- What an agreement released, in order: append-only but for `ended_at`.
CREATE TABLE release (
  agreement   INTEGER NOT NULL REFERENCES agreement (agreement),
  seq         INTEGER NOT NULL,
  object      INTEGER NOT NULL REFERENCES object (object),
  version     INTEGER NOT NULL REFERENCES version (version),
  article     TEXT NOT NULL,
  released_at INTEGER NOT NULL,
  ended_at    INTEGER,
  PRIMARY KEY (agreement, seq)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX release_by_time ON release (agreement, released_at);
CREATE INDEX release_by_object ON release (agreement, object);

CREATE TABLE disclosure (
  log_index  INTEGER PRIMARY KEY,
  agreement  INTEGER NOT NULL REFERENCES agreement (agreement),
  partner    INTEGER NOT NULL REFERENCES partner (partner),
  at         INTEGER NOT NULL,
  first_seq  INTEGER NOT NULL,
  last_seq   INTEGER NOT NULL,
  objects    INTEGER NOT NULL
) STRICT;
CREATE INDEX disclosure_by_agreement ON disclosure (agreement, log_index);

-- Where reading from a partner's collection has got to, and the receipts that came with it.
CREATE TABLE intake_cursor (
  agreement  INTEGER PRIMARY KEY REFERENCES agreement (agreement),
  added_after TEXT NOT NULL,
  read_at    INTEGER NOT NULL
) STRICT;

CREATE TABLE receipt (
  receipt    INTEGER PRIMARY KEY,
  agreement  INTEGER NOT NULL REFERENCES agreement (agreement),
  log_index  INTEGER NOT NULL,
  kept_at    INTEGER NOT NULL,
  objects    INTEGER NOT NULL,
  document   TEXT NOT NULL,
  UNIQUE (agreement, log_index)
) STRICT;

CREATE TABLE log_entry (
  idx       INTEGER PRIMARY KEY,
  leaf      BLOB NOT NULL,
  at        INTEGER NOT NULL,
  act       TEXT NOT NULL,
  agreement INTEGER REFERENCES agreement (agreement),
  partner   INTEGER REFERENCES partner (partner),
  salt      BLOB NOT NULL,
  content   TEXT NOT NULL
) STRICT;

CREATE TABLE log_tile (
  level  INTEGER NOT NULL,
  idx    INTEGER NOT NULL,
  hashes BLOB NOT NULL,
  PRIMARY KEY (level, idx)
) STRICT;

CREATE TABLE officer (
  officer    INTEGER PRIMARY KEY,
  name       TEXT NOT NULL UNIQUE,
  role       TEXT NOT NULL,
  password   TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  failures   INTEGER NOT NULL DEFAULT 0,
  locked_until INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE session (
  sha256     BLOB PRIMARY KEY,
  officer    INTEGER NOT NULL REFERENCES officer (officer),
  created_at INTEGER NOT NULL,
  seen_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
