-- +goose Up
-- Who may know Steps besides the person and the manager, change by change; the last one
-- counts, and none is nobody. Everybody may read it.
CREATE TABLE step_policy (
    id TEXT PRIMARY KEY,
    at BIGINT NOT NULL,
    made_by TEXT NOT NULL,
    what TEXT NOT NULL CHECK (what IN ('asked', 'given', 'narrowed')),
    circle TEXT NOT NULL,
    words TEXT NOT NULL,
    nth BIGINT NOT NULL UNIQUE
);

-- That somebody opens the Step of a day by one of those changes. Which Step is not in it.
CREATE TABLE step_choices (
    id TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES people (id),
    widening TEXT NOT NULL,
    at BIGINT NOT NULL,
    until BIGINT NOT NULL
);
CREATE UNIQUE INDEX step_choices_one ON step_choices (person, widening) WHERE until = 0;
