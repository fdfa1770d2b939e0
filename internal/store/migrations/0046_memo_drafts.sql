-- +goose Up
-- What a manager has written into a note to themselves and not kept yet; of a new
-- one, memo is empty. It goes where the notes go.
CREATE TABLE memo_drafts (
    author TEXT NOT NULL REFERENCES people (id),
    subject TEXT NOT NULL REFERENCES people (id),
    memo TEXT NOT NULL,
    revision BIGINT NOT NULL,
    saved_at BIGINT NOT NULL,
    sealed TEXT NOT NULL,
    PRIMARY KEY (author, subject, memo)
);
