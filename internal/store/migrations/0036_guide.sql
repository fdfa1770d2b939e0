-- +goose Up
-- The organisation's own guide. It is open to everybody who has signed in. Only ever
-- added to: the last version of a page holds.
CREATE TABLE guide_versions (
    page TEXT NOT NULL,
    revision BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('page', 'question')),
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    process TEXT NOT NULL,
    author TEXT NOT NULL REFERENCES people (id),
    at BIGINT NOT NULL,
    gone BOOLEAN NOT NULL,
    PRIMARY KEY (page, revision)
);
