-- +goose Up
CREATE TABLE evaluations (
    id TEXT PRIMARY KEY,
    subject TEXT NOT NULL REFERENCES people (id),
    manager TEXT NOT NULL REFERENCES people (id),
    kind TEXT NOT NULL,
    stage TEXT NOT NULL,
    framework TEXT NOT NULL,
    framework_version TEXT NOT NULL,
    discipline TEXT NOT NULL,
    steps_sealed TEXT NOT NULL,
    opened_by TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    due TEXT NOT NULL,
    self_handed_in_at BIGINT NOT NULL,
    manager_handed_in_at BIGINT NOT NULL,
    opened_both_at BIGINT NOT NULL,
    talk_way TEXT NOT NULL,
    talk_on TEXT NOT NULL,
    talk_by TEXT NOT NULL,
    talk_at BIGINT NOT NULL,
    self_signed_at BIGINT NOT NULL,
    manager_signed_at BIGINT NOT NULL,
    agreed_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX evaluations_by_subject ON evaluations (subject, opened_at);
CREATE INDEX evaluations_by_manager ON evaluations (manager, stage);
-- One open evaluation at a time: two at once would ask the same thing twice.
CREATE UNIQUE INDEX one_open_evaluation ON evaluations (subject) WHERE stage <> 'agreed';
CREATE UNIQUE INDEX one_first_evaluation ON evaluations (subject) WHERE kind = 'first';

-- A side belongs to its author: a new manager starts empty and a former one's
-- words stay closed.
CREATE TABLE evaluation_sides (
    evaluation TEXT NOT NULL REFERENCES evaluations (id),
    side TEXT NOT NULL CHECK (side IN ('self', 'manager')),
    author TEXT NOT NULL REFERENCES people (id),
    revision BIGINT NOT NULL,
    saved_at BIGINT NOT NULL,
    sealed TEXT NOT NULL,
    PRIMARY KEY (evaluation, side, author)
);

CREATE TABLE evaluation_messages (
    id TEXT PRIMARY KEY,
    evaluation TEXT NOT NULL REFERENCES evaluations (id),
    author TEXT NOT NULL REFERENCES people (id),
    at BIGINT NOT NULL,
    sealed TEXT NOT NULL
);
CREATE INDEX evaluation_messages_by_evaluation ON evaluation_messages (evaluation, at);

CREATE TABLE evaluation_results (
    evaluation TEXT PRIMARY KEY REFERENCES evaluations (id),
    revision BIGINT NOT NULL,
    written_by TEXT NOT NULL REFERENCES people (id),
    written_at BIGINT NOT NULL,
    sealed TEXT NOT NULL
);
