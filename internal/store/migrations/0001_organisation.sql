-- +goose Up
CREATE TABLE people (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    email TEXT NOT NULL,
    email_folded TEXT NOT NULL UNIQUE,
    zone TEXT NOT NULL,
    title TEXT NOT NULL,
    start_sealed TEXT NOT NULL,
    added_at BIGINT NOT NULL,
    left_at BIGINT NOT NULL
);
CREATE INDEX people_by_name ON people (name_folded, id);

CREATE TABLE person_keys (
    person TEXT PRIMARY KEY REFERENCES people (id),
    wrapped TEXT NOT NULL
);

CREATE TABLE units (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('squad', 'chapter', 'tribe', 'guild')),
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    tribe TEXT REFERENCES units (id),
    UNIQUE (kind, name_folded)
);
CREATE INDEX units_by_tribe ON units (tribe);

CREATE TABLE memberships (
    person TEXT NOT NULL REFERENCES people (id),
    unit TEXT NOT NULL REFERENCES units (id),
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (person, unit, since)
);
CREATE INDEX memberships_by_unit ON memberships (unit, until);

CREATE TABLE leads (
    unit TEXT NOT NULL REFERENCES units (id),
    person TEXT NOT NULL REFERENCES people (id),
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (unit, person, since)
);
CREATE UNIQUE INDEX one_lead ON leads (unit) WHERE until = 0;
CREATE INDEX leads_by_person ON leads (person, until);

CREATE TABLE disciplines_held (
    person TEXT NOT NULL REFERENCES people (id),
    discipline TEXT NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (person, discipline, since)
);
CREATE UNIQUE INDEX one_discipline ON disciplines_held (person) WHERE until = 0;

CREATE TABLE roles_taken (
    person TEXT NOT NULL REFERENCES people (id),
    role TEXT NOT NULL,
    catalogue BOOLEAN NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (person, role, since)
);

CREATE TABLE offices_held (
    person TEXT NOT NULL REFERENCES people (id),
    office TEXT NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (person, office, since)
);
CREATE UNIQUE INDEX one_cto ON offices_held (office) WHERE until = 0 AND office = 'cto';

CREATE TABLE managers_set (
    person TEXT NOT NULL REFERENCES people (id),
    manager TEXT NOT NULL REFERENCES people (id),
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (person, since)
);
CREATE UNIQUE INDEX one_set_manager ON managers_set (person) WHERE until = 0;

CREATE TABLE reporting_lines (
    person TEXT NOT NULL REFERENCES people (id),
    manager TEXT NOT NULL REFERENCES people (id),
    reason TEXT NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (person, since)
);
CREATE UNIQUE INDEX one_manager ON reporting_lines (person) WHERE until = 0;
CREATE INDEX reporting_lines_by_manager ON reporting_lines (manager, until);
