-- +goose Up
CREATE TABLE frameworks (
    id TEXT NOT NULL,
    version TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('draft', 'comment', 'published', 'retired')),
    source TEXT NOT NULL,
    loaded_at BIGINT NOT NULL,
    published_at BIGINT NOT NULL,
    PRIMARY KEY (id, version)
);
