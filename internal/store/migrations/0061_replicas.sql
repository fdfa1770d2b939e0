-- +goose Up
-- What several Cairns on one database share. Which of them does the work nobody asks
-- for: the term rises each time another takes over, and fences off the one before.
CREATE TABLE leader (
  one BIGINT PRIMARY KEY CHECK (one = 1),
  replica TEXT NOT NULL,
  term BIGINT NOT NULL,
  since BIGINT NOT NULL,
  ends_at BIGINT NOT NULL
);
INSERT INTO leader (one, replica, term, since, ends_at) VALUES (1, '', 0, 0, 0);

-- Who serves. Each says so now and then.
CREATE TABLE replicas (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  name TEXT NOT NULL,
  version TEXT NOT NULL,
  knows BIGINT NOT NULL, -- the newest schema it knows
  began_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL
);

-- How much of its tries something has used up: until when it is paid for. The mark is
-- keyed, so that it tells neither an account nor an address.
CREATE TABLE paces (
  mark TEXT PRIMARY KEY CHECK (mark <> ''),
  used_until BIGINT NOT NULL
);
CREATE INDEX paces_used_until ON paces (used_until);

-- The oldest schema whose programs may go on beside this one. A migration that takes
-- away or narrows what they use raises it.
CREATE TABLE schema_floor (
  one BIGINT PRIMARY KEY CHECK (one = 1),
  oldest BIGINT NOT NULL
);
INSERT INTO schema_floor (one, oldest) VALUES (1, 61);
