-- +goose Up
-- What people said of their sex, for reports of pay and nothing else. It can be
-- changed and taken back; nothing of before is kept.
CREATE TABLE person_sexes (
    person TEXT PRIMARY KEY REFERENCES people (id),
    made_at BIGINT NOT NULL,
    made_by TEXT NOT NULL,
    sealed TEXT NOT NULL
);

-- Reports of what women and men are paid in a country, kept as they were made. All
-- that they say is sealed.
CREATE TABLE gap_reports (
    id TEXT PRIMARY KEY,
    country TEXT NOT NULL,
    day TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    made_by TEXT NOT NULL,
    sealed TEXT NOT NULL,
    UNIQUE (country, day)
);

-- The years in which everybody was told of their right to ask.
CREATE TABLE pay_rights_told (
    year TEXT PRIMARY KEY,
    at BIGINT NOT NULL
);
