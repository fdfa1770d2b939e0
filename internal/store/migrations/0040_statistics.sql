-- +goose Up
-- The keys of what is counted of many people at once: one for the tables of steps, one
-- for the reports of pay, one of each person for what they said of their sex. Without
-- its wrapped key, what was sealed with it is gone.
CREATE TABLE counted_keys (
    part TEXT NOT NULL,
    person TEXT NOT NULL,
    wrapped TEXT NOT NULL,
    PRIMARY KEY (part, person)
);

-- What was told of many Steps at once in a quarter, as it was told. It is never
-- changed. The tables are sealed with a key of their own.
CREATE TABLE statistics (
    quarter TEXT PRIMARY KEY,
    day TEXT NOT NULL,
    at BIGINT NOT NULL,
    sealed TEXT NOT NULL
);
