-- +goose Up
-- Notices hold no words: a kind, and the thing that it is about.
CREATE TABLE notices (
    id TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES people (id),
    kind TEXT NOT NULL,
    object TEXT NOT NULL,
    at BIGINT NOT NULL,
    read_at BIGINT NOT NULL,
    way TEXT NOT NULL,
    mail TEXT NOT NULL
);
-- Told again before it is read is the same notice.
CREATE UNIQUE INDEX one_unread_notice ON notices (person, kind, object) WHERE read_at = 0;
CREATE INDEX notices_by_person ON notices (person, read_at, at);
CREATE INDEX notices_by_mail ON notices (mail) WHERE mail <> '';

CREATE TABLE notice_settings (
    person TEXT NOT NULL REFERENCES people (id),
    kind TEXT NOT NULL,
    way TEXT NOT NULL,
    PRIMARY KEY (person, kind)
);

CREATE TABLE notices_muted (
    person TEXT NOT NULL REFERENCES people (id),
    object TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (person, object)
);
