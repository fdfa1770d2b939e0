-- +goose Up
-- What a manager who was replaced finished of the own draft, for the pair to read
-- from the moment both sides are opened.
CREATE TABLE evaluation_closing_notes (
    evaluation TEXT NOT NULL REFERENCES evaluations (id),
    author TEXT NOT NULL REFERENCES people (id),
    at BIGINT NOT NULL,
    sealed TEXT NOT NULL,
    PRIMARY KEY (evaluation, author)
);
