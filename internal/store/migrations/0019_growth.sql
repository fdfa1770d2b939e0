-- +goose Up
-- What a focus area says, where it leads and how it goes are sealed. That there
-- is one, since when, and whose turn it is can be read.
CREATE TABLE growth_focuses (
    id TEXT PRIMARY KEY,
    subject TEXT NOT NULL REFERENCES people (id),
    evaluation TEXT NOT NULL,
    framework TEXT NOT NULL,
    framework_version TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    waits_for TEXT NOT NULL CHECK (waits_for IN ('', 'self', 'manager')),
    version BIGINT NOT NULL,
    sealed TEXT NOT NULL
);
CREATE INDEX growth_focuses_by_subject ON growth_focuses (subject, made_at);

-- Only ever added to: each change keeps the words that it replaced.
CREATE TABLE growth_entries (
    id TEXT PRIMARY KEY,
    subject TEXT NOT NULL REFERENCES people (id),
    focus TEXT NOT NULL REFERENCES growth_focuses (id),
    author TEXT NOT NULL,
    at BIGINT NOT NULL,
    sealed TEXT NOT NULL
);
CREATE INDEX growth_entries_by_subject ON growth_entries (subject, at);

-- What the person answered about aiming at a wider step; the last one counts.
CREATE TABLE growth_answers (
    id TEXT PRIMARY KEY,
    subject TEXT NOT NULL REFERENCES people (id),
    at BIGINT NOT NULL,
    sealed TEXT NOT NULL
);
CREATE INDEX growth_answers_by_subject ON growth_answers (subject, at);

CREATE TABLE growth_shares (
    id TEXT PRIMARY KEY,
    subject TEXT NOT NULL REFERENCES people (id),
    person TEXT NOT NULL,
    squad TEXT NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL
);
CREATE INDEX growth_shares_by_subject ON growth_shares (subject, until);
CREATE INDEX growth_shares_by_person ON growth_shares (person, until);
CREATE INDEX growth_shares_by_squad ON growth_shares (squad, until);
