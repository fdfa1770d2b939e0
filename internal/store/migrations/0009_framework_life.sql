-- +goose Up
ALTER TABLE frameworks ADD COLUMN revision BIGINT NOT NULL DEFAULT 1;
ALTER TABLE frameworks ADD COLUMN effective TEXT NOT NULL DEFAULT '';
ALTER TABLE frameworks ADD COLUMN based_on TEXT NOT NULL DEFAULT '';
ALTER TABLE frameworks ADD COLUMN retired_at BIGINT NOT NULL DEFAULT 0;
-- One version is written at a time: two drafts would each lose the other's words.
CREATE UNIQUE INDEX one_draft ON frameworks (id) WHERE status IN ('draft', 'comment');

-- Comments are open to everybody who has signed in, like the text they are about.
CREATE TABLE framework_comments (
    id TEXT PRIMARY KEY,
    framework TEXT NOT NULL,
    version TEXT NOT NULL,
    target TEXT NOT NULL,
    reply_to TEXT REFERENCES framework_comments (id),
    author TEXT NOT NULL REFERENCES people (id),
    at BIGINT NOT NULL,
    body TEXT NOT NULL,
    outcome TEXT NOT NULL,
    closed_by TEXT NOT NULL,
    closed_at BIGINT NOT NULL,
    FOREIGN KEY (framework, version) REFERENCES frameworks (id, version)
);
CREATE INDEX framework_comments_by_version ON framework_comments (framework, version, at);

-- Owners of a discipline look after its examples beside the people partners.
CREATE TABLE discipline_owners (
    discipline TEXT NOT NULL,
    person TEXT NOT NULL REFERENCES people (id),
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (discipline, person, since)
);

-- What of the framework a person has been told about, so that each change is told once.
CREATE TABLE framework_seen (
    person TEXT NOT NULL REFERENCES people (id),
    framework TEXT NOT NULL,
    version TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (person, framework)
);
