-- +goose Up
-- Step, framework version and how it was set are sealed together: each of them
-- alone would tell, or help to guess, where a person stands.
CREATE TABLE standings (
    id TEXT PRIMARY KEY,
    subject TEXT NOT NULL REFERENCES people (id),
    since BIGINT NOT NULL,
    sealed TEXT NOT NULL
);
CREATE INDEX standings_by_subject ON standings (subject, since);
