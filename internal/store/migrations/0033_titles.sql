-- +goose Up
-- A title that was agreed stands on the profile for everybody.
CREATE TABLE titles (
    person TEXT NOT NULL REFERENCES people (id),
    name TEXT NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (person, since)
);
CREATE UNIQUE INDEX one_title ON titles (person) WHERE until = 0;

-- What was proposed, and what was said about it, is sealed; that something was can be
-- read, and whose turn it is.
CREATE TABLE title_proposals (
    id TEXT PRIMARY KEY,
    subject TEXT NOT NULL REFERENCES people (id),
    asked_at BIGINT NOT NULL,
    closed_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    sealed TEXT NOT NULL
);
CREATE INDEX title_proposals_by_subject ON title_proposals (subject, asked_at);
CREATE UNIQUE INDEX one_title_proposal ON title_proposals (subject) WHERE closed_at = 0;
