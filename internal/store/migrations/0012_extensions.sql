-- +goose Up
-- A unit's short name is given once, with its first extension, and never again:
-- addresses and the ids of what the unit adds are made of it.
CREATE TABLE unit_slugs (
    kind TEXT NOT NULL CHECK (kind IN ('tribe', 'chapter', 'guild')),
    slug TEXT NOT NULL,
    unit TEXT NOT NULL UNIQUE REFERENCES units (id),
    PRIMARY KEY (kind, slug)
);

-- What a unit adds to a framework is open to everybody who has signed in, like
-- the framework itself.
CREATE TABLE extensions (
    unit TEXT NOT NULL REFERENCES unit_slugs (unit),
    version TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('draft', 'published', 'retired')),
    framework TEXT NOT NULL,
    based_on TEXT NOT NULL,
    source TEXT NOT NULL,
    undecided TEXT NOT NULL,
    revision BIGINT NOT NULL,
    started_at BIGINT NOT NULL,
    published_at BIGINT NOT NULL,
    retired_at BIGINT NOT NULL,
    PRIMARY KEY (unit, version),
    FOREIGN KEY (framework, based_on) REFERENCES frameworks (id, version)
);
CREATE UNIQUE INDEX one_extension_draft ON extensions (unit) WHERE status = 'draft';
CREATE UNIQUE INDEX one_extension_published ON extensions (unit) WHERE status = 'published';

CREATE TABLE extension_owners (
    unit TEXT NOT NULL REFERENCES units (id),
    person TEXT NOT NULL REFERENCES people (id),
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (unit, person, since)
);
CREATE UNIQUE INDEX one_extension_owner ON extension_owners (unit) WHERE until = 0;

-- An evaluation keeps the extensions it was opened with, beside its framework.
ALTER TABLE evaluations ADD COLUMN extensions TEXT NOT NULL DEFAULT '';
