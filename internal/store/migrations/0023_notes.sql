-- +goose Up
-- Entries of people's journals. What one says, of which day it tells and whom it is
-- shown to is sealed with the key of its owner.
CREATE TABLE notes (
    id TEXT PRIMARY KEY,
    owner TEXT NOT NULL REFERENCES people (id),
    made_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    sealed TEXT NOT NULL
);
CREATE INDEX notes_by_owner ON notes (owner, made_at);
