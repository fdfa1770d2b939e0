-- +goose Up
-- What a person shows of their journey by a link: the lines as they were chosen,
-- sealed with the person's key. Of the link only a hash is kept.
CREATE TABLE extracts (
    id TEXT PRIMARY KEY,
    subject TEXT NOT NULL REFERENCES people (id),
    hash TEXT NOT NULL UNIQUE,
    made_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    ended_at BIGINT NOT NULL,
    sealed TEXT NOT NULL
);
CREATE INDEX extracts_by_subject ON extracts (subject, made_at);
