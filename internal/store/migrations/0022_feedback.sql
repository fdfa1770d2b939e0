-- +goose Up
-- Feedback: who was asked by whom about whom. What was asked and what was said is
-- sealed with the key of the person it is about, and so is how an asking ended.
CREATE TABLE feedback (
    id TEXT PRIMARY KEY,
    subject TEXT NOT NULL REFERENCES people (id),
    asker TEXT NOT NULL,
    giver TEXT NOT NULL REFERENCES people (id),
    open BOOLEAN NOT NULL,
    made_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    sealed TEXT NOT NULL
);
CREATE INDEX feedback_by_subject ON feedback (subject, made_at);
CREATE INDEX feedback_by_giver ON feedback (giver, made_at);

-- What a giver writes before it is given. It goes when it is given or declined.
CREATE TABLE feedback_drafts (
    feedback TEXT PRIMARY KEY REFERENCES feedback (id),
    revision BIGINT NOT NULL,
    saved_at BIGINT NOT NULL,
    sealed TEXT NOT NULL
);
