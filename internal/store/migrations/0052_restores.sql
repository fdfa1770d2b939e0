-- +goose Up
-- Each time this database was put back from a backup. While the newest is not
-- confirmed nobody signs in and nothing is sent.
CREATE TABLE restores (
    id TEXT PRIMARY KEY,
    at BIGINT NOT NULL,
    backup_at BIGINT NOT NULL,
    backup_position BIGINT NOT NULL,
    confirmed_at BIGINT NOT NULL
);
