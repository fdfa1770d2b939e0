-- +goose Up
-- What managers write to themselves about a report. It is sealed with the key of
-- the person it is about, and is removed some time after the author is no longer
-- the manager.
CREATE TABLE memos (
    id TEXT PRIMARY KEY,
    subject TEXT NOT NULL REFERENCES people (id),
    author TEXT NOT NULL REFERENCES people (id),
    made_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    sealed TEXT NOT NULL
);
CREATE INDEX memos_by_author ON memos (author, subject, made_at);
