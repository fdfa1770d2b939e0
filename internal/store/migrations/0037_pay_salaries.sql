-- +goose Up
-- What suppliers say that work is paid. All of it is sealed but the market.
CREATE TABLE pay_benchmarks (
    id TEXT PRIMARY KEY,
    market TEXT NOT NULL REFERENCES pay_markets (id),
    made_at BIGINT NOT NULL,
    made_by TEXT NOT NULL,
    version BIGINT NOT NULL,
    sealed TEXT NOT NULL
);
CREATE INDEX pay_benchmarks_by_market ON pay_benchmarks (market);

-- Salaries, only ever added to, in the order of nth. From when, how much and why
-- are sealed with the person's own key of salaries.
CREATE TABLE pay_salaries (
    id TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES people (id),
    made_at BIGINT NOT NULL,
    made_by TEXT NOT NULL,
    nth BIGINT NOT NULL UNIQUE,
    sealed TEXT NOT NULL
);
CREATE INDEX pay_salaries_by_person ON pay_salaries (person);
