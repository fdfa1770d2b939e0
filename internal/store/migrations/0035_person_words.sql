-- +goose Up
-- By which a person is found: the name and the address, without case and accents.
-- It holds nothing but what is open to everybody. Filled when Cairn starts.
CREATE TABLE person_words (
    person TEXT PRIMARY KEY REFERENCES people (id),
    words TEXT NOT NULL
);
