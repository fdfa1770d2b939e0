-- +goose Up
-- What matters in which period, how it stands and what came of it are sealed.
-- That there is one, and whose turn it is, can be read.
CREATE TABLE priorities (
    id TEXT PRIMARY KEY,
    subject TEXT NOT NULL REFERENCES people (id),
    made_at BIGINT NOT NULL,
    waits_for TEXT NOT NULL CHECK (waits_for IN ('', 'self', 'manager')),
    version BIGINT NOT NULL,
    sealed TEXT NOT NULL
);
CREATE INDEX priorities_by_subject ON priorities (subject, made_at);

-- Only ever added to: each change keeps the words that it replaced.
CREATE TABLE priority_entries (
    id TEXT PRIMARY KEY,
    subject TEXT NOT NULL REFERENCES people (id),
    priority TEXT NOT NULL REFERENCES priorities (id),
    author TEXT NOT NULL,
    at BIGINT NOT NULL,
    sealed TEXT NOT NULL
);
CREATE INDEX priority_entries_by_subject ON priority_entries (subject, at);

-- With a squad, when both have chosen it: since is set by the second of the two.
CREATE TABLE priority_shares (
    id TEXT PRIMARY KEY,
    subject TEXT NOT NULL REFERENCES people (id),
    manager TEXT NOT NULL REFERENCES people (id),
    squad TEXT NOT NULL,
    asked_by TEXT NOT NULL CHECK (asked_by IN ('self', 'manager')),
    asked_at BIGINT NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL
);
CREATE INDEX priority_shares_by_subject ON priority_shares (subject, until);
CREATE INDEX priority_shares_by_squad ON priority_shares (squad, until);
