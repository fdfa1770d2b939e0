-- +goose Up
-- That one thing of somebody's is open to somebody else for a while. To whom, why
-- and who asked for it is sealed: who decides about a promotion tells its step.
-- reader_mark recognises the reader without naming them.
CREATE TABLE disclosures (
    id TEXT PRIMARY KEY,
    subject TEXT NOT NULL REFERENCES people (id),
    reader_mark TEXT NOT NULL,
    object TEXT NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    sealed TEXT NOT NULL
);
CREATE INDEX disclosures_by_subject ON disclosures (subject, since);
CREATE INDEX disclosures_by_reader ON disclosures (reader_mark, until);
CREATE UNIQUE INDEX one_open_disclosure ON disclosures (object, reader_mark) WHERE until = 0;
