-- +goose Up
-- Reviews have a key of their own; a CHECK cannot be changed on both engines alike.
CREATE TABLE pay_keys_next (
    part TEXT NOT NULL CHECK (part IN ('ranges', 'benchmarks', 'salaries', 'reviews')),
    person TEXT NOT NULL,
    wrapped TEXT NOT NULL,
    PRIMARY KEY (part, person)
);
INSERT INTO pay_keys_next (part, person, wrapped) SELECT part, person, wrapped FROM pay_keys;
DROP TABLE pay_keys;
ALTER TABLE pay_keys_next RENAME TO pay_keys;

-- A yearly look at pay. Its days can be read, so that it is found; its name, words
-- and budgets are sealed with the key of reviews.
CREATE TABLE pay_reviews (
    id TEXT PRIMARY KEY,
    valid_from TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    closed_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    sealed TEXT NOT NULL
);

-- What is proposed for one person in a review, sealed with the person's key of
-- salaries; with whom it lies can be read.
CREATE TABLE pay_proposals (
    review TEXT NOT NULL REFERENCES pay_reviews (id),
    person TEXT NOT NULL REFERENCES people (id),
    lies_with TEXT NOT NULL CHECK (lies_with IN ('', 'manager', 'partner', 'letter')),
    version BIGINT NOT NULL,
    sealed TEXT NOT NULL,
    PRIMARY KEY (review, person)
);
CREATE INDEX pay_proposals_by_person ON pay_proposals (person);
