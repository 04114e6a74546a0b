-- What is found by which term: the set of terms of one version, put together by this program: words as they stand in the
-- text, `¤` before words of names, `§` before what names sound like, `¶` before the type. No positions are kept: word order
-- is checked in the text itself.
CREATE TABLE search (
  version BIGINT PRIMARY KEY,
  terms   TSVECTOR NOT NULL
);
-- New terms wait in a list that every search reads through, and go into the tree together: when the list has grown to 32 MB,
-- or when autovacuum comes by.
CREATE INDEX search_by_term ON search USING gin (terms) WITH (gin_pending_list_limit = 32768);

-- By which edition of the rules the terms were made, and which versions still wait for theirs.
CREATE TABLE indexing (
  edition BIGINT NOT NULL,
  next    BIGINT NOT NULL,
  until   BIGINT NOT NULL
);
INSERT INTO indexing (edition, next, until) VALUES (0, 1, 0);
