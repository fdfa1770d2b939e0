-- +goose Up
-- A mail holds neither address nor words: both are made when it is sent, with the
-- rights of that moment.
CREATE TABLE mails (
    id TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES people (id),
    made_at BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    fence BIGINT NOT NULL,
    not_before BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'dropped', 'failed')),
    ended_at BIGINT NOT NULL
);
CREATE INDEX mails_waiting ON mails (not_before) WHERE state = 'waiting';
CREATE INDEX notices_to_mail ON notices (person, at) WHERE mail = '' AND read_at = 0;
