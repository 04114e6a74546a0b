-- What is found by which term. A row is the set of terms of one version, put together by this program: words as they
-- stand in the text, `¤` before words of names, `§` before what names sound like, `¶` before the type. Terms hold no white
-- space and everything else is part of them, so the tokenizer only cuts at spaces. No positions are kept: word order is
-- checked in the text itself.
CREATE VIRTUAL TABLE search USING fts5 (
  terms,
  content = '',
  columnsize = 0,
  detail = none,
  tokenize = "ascii tokenchars '!#$%&()*+,-./:;<=>?@[\]^_`{|}~'"
);

-- By which edition of the rules the terms were made, and which versions still wait for theirs.
CREATE TABLE indexing (
  edition INTEGER NOT NULL,
  next    INTEGER NOT NULL,
  until   INTEGER NOT NULL
) STRICT;
INSERT INTO indexing (edition, next, until) VALUES (0, 1, 0);
