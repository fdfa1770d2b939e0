-- +goose Up
-- A rollout and who is in it are known to those it concerns. Where a manager
-- would place somebody is sealed, and goes at the launch.
CREATE TABLE rollouts (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    purpose TEXT NOT NULL,
    scope TEXT NOT NULL,
    stage TEXT NOT NULL CHECK (stage IN ('prepared', 'opening', 'running', 'paused', 'ended')),
    trial BIGINT NOT NULL,
    prepared_by TEXT NOT NULL REFERENCES people (id),
    prepared_at BIGINT NOT NULL,
    launched_at BIGINT NOT NULL,
    opened_at BIGINT NOT NULL,
    ended_at BIGINT NOT NULL,
    reminded_at BIGINT NOT NULL,
    spread TEXT NOT NULL,
    spread_at BIGINT NOT NULL,
    dropped BIGINT NOT NULL,
    dropped_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
-- The chapter is that of the launch, so that moving somebody moves no count. An
-- empty evaluation waits to be opened.
CREATE TABLE rollout_pairs (
    rollout TEXT NOT NULL REFERENCES rollouts (id),
    person TEXT NOT NULL REFERENCES people (id),
    chapter TEXT NOT NULL,
    evaluation TEXT NOT NULL,
    PRIMARY KEY (rollout, person)
);
CREATE INDEX rollout_pairs_by_person ON rollout_pairs (person);
CREATE INDEX rollout_pairs_waiting ON rollout_pairs (rollout, person) WHERE evaluation = '';
CREATE TABLE placements (
    rollout TEXT NOT NULL REFERENCES rollouts (id),
    subject TEXT NOT NULL REFERENCES people (id),
    manager TEXT NOT NULL REFERENCES people (id),
    at BIGINT NOT NULL,
    sealed TEXT NOT NULL,
    PRIMARY KEY (rollout, subject)
);
CREATE INDEX placements_by_subject ON placements (subject);
