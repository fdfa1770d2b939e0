-- +goose Up
-- Which steps, where the case stands and how it ended are sealed: each of them
-- would help to guess a Step. judge_mark recognises who may read it outside the
-- pair without naming them, because the name tells the step they decide about.
CREATE TABLE promotions (
    id TEXT PRIMARY KEY,
    subject TEXT NOT NULL REFERENCES people (id),
    manager TEXT NOT NULL REFERENCES people (id),
    opened_at BIGINT NOT NULL,
    closed_at BIGINT NOT NULL,
    judge_mark TEXT NOT NULL,
    version BIGINT NOT NULL,
    sealed TEXT NOT NULL
);
CREATE INDEX promotions_by_subject ON promotions (subject, opened_at);
CREATE INDEX promotions_by_manager ON promotions (manager, closed_at);
CREATE INDEX promotions_by_judge ON promotions (judge_mark) WHERE judge_mark <> '';
CREATE UNIQUE INDEX one_open_promotion ON promotions (subject) WHERE closed_at = 0;

-- The written parts of a case: its text, the reasons for what was not heard, the
-- verdict, what both commit to.
CREATE TABLE promotion_parts (
    promotion TEXT NOT NULL REFERENCES promotions (id),
    part TEXT NOT NULL,
    revision BIGINT NOT NULL,
    written_by TEXT NOT NULL REFERENCES people (id),
    written_at BIGINT NOT NULL,
    sealed TEXT NOT NULL,
    PRIMARY KEY (promotion, part)
);

CREATE TABLE promotion_entries (
    id TEXT PRIMARY KEY,
    promotion TEXT NOT NULL REFERENCES promotions (id),
    at BIGINT NOT NULL,
    sealed TEXT NOT NULL
);
CREATE INDEX promotion_entries_by_promotion ON promotion_entries (promotion, at);

CREATE TABLE consultations (
    id TEXT PRIMARY KEY,
    promotion TEXT NOT NULL REFERENCES promotions (id),
    who TEXT NOT NULL REFERENCES people (id),
    asked_at BIGINT NOT NULL,
    replied_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    sealed TEXT NOT NULL
);
CREATE INDEX consultations_by_promotion ON consultations (promotion, asked_at);
CREATE INDEX consultations_by_person ON consultations (who, asked_at);
