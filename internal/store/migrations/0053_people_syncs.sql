-- +goose Up
-- When the organisation was brought in step with the file it is kept in, and what came of it.
CREATE TABLE people_syncs (
    began_at BIGINT PRIMARY KEY,
    ended_at BIGINT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('begun', 'taken', 'refused', 'unread')),
    added BIGINT NOT NULL,
    changed BIGINT NOT NULL,
    unchanged BIGINT NOT NULL,
    problems TEXT NOT NULL
);
