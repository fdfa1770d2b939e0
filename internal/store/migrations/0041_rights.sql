-- +goose Up
-- When whoever uses a session last proved who they are; older ones never did.
ALTER TABLE sessions ADD COLUMN proved_at BIGINT NOT NULL DEFAULT 0;

-- What a person says beside something that is wrong about them. Only ever added to.
CREATE TABLE corrections (
    id TEXT PRIMARY KEY,
    subject TEXT NOT NULL REFERENCES people (id),
    object TEXT NOT NULL,
    at BIGINT NOT NULL,
    sealed TEXT NOT NULL
);
CREATE INDEX corrections_by_object ON corrections (object, at);
CREATE INDEX corrections_by_subject ON corrections (subject, at);

-- That somebody wishes that what is kept about them is not used. Who set it and why
-- is sealed.
CREATE TABLE restrictions (
    id TEXT PRIMARY KEY,
    subject TEXT NOT NULL REFERENCES people (id),
    asked_at BIGINT NOT NULL,
    set_at BIGINT NOT NULL,
    ended_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    sealed TEXT NOT NULL
);
CREATE INDEX restrictions_by_subject ON restrictions (subject, asked_at);
CREATE UNIQUE INDEX one_restriction ON restrictions (subject) WHERE ended_at = 0;

-- That what is kept about somebody is to be erased. done_at is the tombstone: from
-- then on the id is of someone who left.
CREATE TABLE erasures (
    id TEXT PRIMARY KEY,
    subject TEXT NOT NULL REFERENCES people (id),
    asked_at BIGINT NOT NULL,
    done_at BIGINT NOT NULL,
    ended_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    sealed TEXT NOT NULL
);
CREATE INDEX erasures_by_subject ON erasures (subject, asked_at);
CREATE UNIQUE INDEX one_erasure ON erasures (subject) WHERE ended_at = 0;

-- What stops an erasure, and the end of what is kept. Why, and who, is sealed.
CREATE TABLE legal_holds (
    id TEXT PRIMARY KEY,
    subject TEXT NOT NULL REFERENCES people (id),
    asked_at BIGINT NOT NULL,
    agreed_at BIGINT NOT NULL,
    ended_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    sealed TEXT NOT NULL
);
CREATE INDEX legal_holds_by_subject ON legal_holds (subject, asked_at);
CREATE UNIQUE INDEX one_legal_hold ON legal_holds (subject) WHERE ended_at = 0;
