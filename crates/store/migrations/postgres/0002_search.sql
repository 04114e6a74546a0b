-- What is found by which term: the set of terms of one version, put together by this program: words as they stand in the
-- text, `¤` before words of names, `§` before what names sound like, `¶` before the type. No positions are kept: word order
-- is checked in the text itself.
CREATE TABLE search (
  version BIGINT PRIMARY KEY,
  terms   TSVECTOR NOT NULL
);
CREATE INDEX search_by_term ON search USING gin (terms);

-- By which edition of the rules the terms were made, and which versions still wait for theirs.
CREATE TABLE indexing (
  edition BIGINT NOT NULL,
  next    BIGINT NOT NULL,
  until   BIGINT NOT NULL
);
INSERT INTO indexing (edition, next, until) VALUES (0, 1, 0);
