-- +goose Up
-- Askings to read what is kept about one person. Who asked, who agreed and why is sealed.
CREATE TABLE glasses (
    id TEXT PRIMARY KEY,
    subject TEXT NOT NULL REFERENCES people (id),
    asked_at BIGINT NOT NULL,
    opened_at BIGINT NOT NULL,
    ended_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    sealed TEXT NOT NULL
);
CREATE INDEX glasses_by_subject ON glasses (subject, asked_at);
CREATE INDEX glasses_open ON glasses (asked_at) WHERE ended_at = 0;

-- Whether the glass can be broken at all, change by change; the last one counts.
CREATE TABLE glass_switch (
    id TEXT PRIMARY KEY,
    at BIGINT NOT NULL,
    made_by TEXT NOT NULL,
    what TEXT NOT NULL CHECK (what IN ('asked', 'given', 'off')),
    words TEXT NOT NULL,
    nth BIGINT NOT NULL UNIQUE
);
