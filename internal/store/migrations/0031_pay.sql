-- +goose Up
-- The keys of the pay part: one for ranges, one for benchmarks, one of each person
-- for salaries. Without its wrapped key, what was sealed with it is gone.
CREATE TABLE pay_keys (
    part TEXT NOT NULL CHECK (part IN ('ranges', 'benchmarks', 'salaries')),
    person TEXT NOT NULL,
    wrapped TEXT NOT NULL,
    PRIMARY KEY (part, person)
);

CREATE TABLE pay_markets (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL UNIQUE,
    country TEXT NOT NULL,
    city TEXT NOT NULL,
    currency TEXT NOT NULL,
    period TEXT NOT NULL CHECK (period IN ('month', 'year')),
    usual BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX pay_markets_one_usual ON pay_markets (usual) WHERE usual = 1;

-- Where somebody is paid, from a day on; only ever added to, in the order of nth.
CREATE TABLE pay_places (
    id TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES people (id),
    market TEXT NOT NULL REFERENCES pay_markets (id),
    valid_from TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    made_by TEXT NOT NULL,
    nth BIGINT NOT NULL UNIQUE
);
CREATE INDEX pay_places_by_person ON pay_places (person);

-- Only ever added to: each row is a version. The step, the amounts and the reason
-- are sealed; for which discipline and market there is something can be read.
CREATE TABLE pay_ranges (
    id TEXT PRIMARY KEY,
    market TEXT NOT NULL REFERENCES pay_markets (id),
    discipline TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    made_by TEXT NOT NULL,
    nth BIGINT NOT NULL UNIQUE,
    sealed TEXT NOT NULL
);
CREATE INDEX pay_ranges_by_market ON pay_ranges (market, discipline);

-- What the organisation does about pay, change by change; the last of each counts.
CREATE TABLE pay_policy (
    id TEXT PRIMARY KEY,
    at BIGINT NOT NULL,
    made_by TEXT NOT NULL,
    what TEXT NOT NULL,
    value BIGINT NOT NULL,
    words TEXT NOT NULL,
    nth BIGINT NOT NULL UNIQUE
);
