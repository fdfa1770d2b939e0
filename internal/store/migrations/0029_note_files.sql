-- +goose Up
-- Files of journal entries. Name, sort and size are sealed with the key of the
-- owner, and so are the contents, in pieces of one size.
CREATE TABLE note_files (
    id TEXT PRIMARY KEY,
    note TEXT NOT NULL REFERENCES notes (id),
    owner TEXT NOT NULL REFERENCES people (id),
    made_at BIGINT NOT NULL,
    sealed TEXT NOT NULL
);
CREATE INDEX note_files_by_note ON note_files (note, made_at);
CREATE INDEX note_files_by_owner ON note_files (owner, made_at);

CREATE TABLE note_file_pieces (
    file TEXT NOT NULL REFERENCES note_files (id),
    piece TEXT NOT NULL,
    sealed TEXT NOT NULL,
    PRIMARY KEY (file, piece)
);
