-- +goose Up
-- What stands on the wall is open to everybody who has signed in. Why somebody else
-- took a post off is sealed: its author reads it.
CREATE TABLE recognitions (
    id TEXT PRIMARY KEY,
    author TEXT NOT NULL REFERENCES people (id),
    made_at BIGINT NOT NULL,
    edited_at BIGINT NOT NULL,
    work TEXT NOT NULL,
    body TEXT NOT NULL,
    project TEXT NOT NULL,
    project_folded TEXT NOT NULL,
    alt TEXT NOT NULL,
    picture TEXT NOT NULL,
    removed_at BIGINT NOT NULL,
    removed_as TEXT NOT NULL CHECK (removed_as IN ('', 'author', 'named', 'partner')),
    why_sealed TEXT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX recognitions_by_time ON recognitions (removed_at, made_at, id);
CREATE INDEX recognitions_by_project ON recognitions (project_folded);
CREATE INDEX recognitions_by_author ON recognitions (author);

CREATE TABLE recognition_people (
    post TEXT NOT NULL REFERENCES recognitions (id),
    person TEXT NOT NULL REFERENCES people (id),
    place BIGINT NOT NULL,
    said TEXT NOT NULL,
    said_at BIGINT NOT NULL,
    left_at BIGINT NOT NULL,
    PRIMARY KEY (post, person)
);
CREATE INDEX recognition_people_by_person ON recognition_people (person, left_at);

CREATE TABLE recognition_thanks (
    post TEXT NOT NULL REFERENCES recognitions (id),
    person TEXT NOT NULL REFERENCES people (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (post, person)
);

-- In Base64, so that one statement serves both engines.
CREATE TABLE recognition_pictures (
    post TEXT PRIMARY KEY REFERENCES recognitions (id),
    data TEXT NOT NULL
);

CREATE TABLE recognition_reports (
    id TEXT PRIMARY KEY,
    post TEXT NOT NULL REFERENCES recognitions (id),
    reporter TEXT NOT NULL REFERENCES people (id),
    at BIGINT NOT NULL,
    closed_at BIGINT NOT NULL,
    sealed TEXT NOT NULL
);
CREATE INDEX recognition_reports_open ON recognition_reports (closed_at, at);
CREATE UNIQUE INDEX one_report ON recognition_reports (post, reporter) WHERE closed_at = 0;

-- Which address, by a mark of it: an address of a chat is a secret.
CREATE TABLE hook_calls (
    id TEXT PRIMARY KEY,
    hook TEXT NOT NULL,
    post TEXT NOT NULL REFERENCES recognitions (id),
    made_at BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    fence BIGINT NOT NULL,
    not_before BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'dropped', 'failed')),
    ended_at BIGINT NOT NULL
);
CREATE INDEX hook_calls_due ON hook_calls (state, not_before);

-- How far everybody has been told of a week.
CREATE TABLE recognition_weeks (
    week TEXT PRIMARY KEY,
    told TEXT NOT NULL,
    ended_at BIGINT NOT NULL
);
