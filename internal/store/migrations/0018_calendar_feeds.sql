-- +goose Up
CREATE TABLE calendar_feeds (
    person TEXT PRIMARY KEY REFERENCES people (id),
    hash TEXT NOT NULL UNIQUE,
    made_at BIGINT NOT NULL
);
