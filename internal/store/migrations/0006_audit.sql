-- +goose Up
CREATE TABLE audit_entries (
    id TEXT PRIMARY KEY,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    via TEXT NOT NULL,
    hat TEXT NOT NULL,
    act TEXT NOT NULL,
    item TEXT NOT NULL,
    subject TEXT NOT NULL,
    object TEXT NOT NULL
);
CREATE INDEX audit_entries_by_subject ON audit_entries (subject, at);
CREATE INDEX audit_entries_by_time ON audit_entries (at);
