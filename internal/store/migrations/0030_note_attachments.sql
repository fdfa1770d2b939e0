-- +goose Up
-- What somebody writes into a journal entry before it is kept; note is empty for a
-- new one.
CREATE TABLE note_drafts (
    owner TEXT NOT NULL REFERENCES people (id),
    note TEXT NOT NULL,
    revision BIGINT NOT NULL,
    saved_at BIGINT NOT NULL,
    sealed TEXT NOT NULL,
    PRIMARY KEY (owner, note)
);

-- Which entries their owner has put beside an evaluation or a case.
CREATE TABLE note_attachments (
    note TEXT NOT NULL REFERENCES notes (id),
    thing TEXT NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (note, thing)
);
CREATE INDEX note_attachments_by_thing ON note_attachments (thing, since);

-- Recognises whom an entry is shown to, without naming them: a manager finds what
-- is shown without the journals being opened. Nothing is known of older entries.
ALTER TABLE notes ADD COLUMN reader_mark TEXT NOT NULL DEFAULT 'not known';
CREATE INDEX notes_by_reader ON notes (reader_mark, owner);
