-- +goose Up
-- Who may read one thing of somebody's for a while. Why, and who asked for it,
-- is sealed.
CREATE TABLE disclosures (
    id TEXT PRIMARY KEY,
    subject TEXT NOT NULL REFERENCES people (id),
    reader TEXT NOT NULL REFERENCES people (id),
    object TEXT NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    sealed TEXT NOT NULL
);
CREATE INDEX disclosures_by_subject ON disclosures (subject, since);
CREATE INDEX disclosures_by_reader ON disclosures (reader, until);
CREATE UNIQUE INDEX one_open_disclosure ON disclosures (object, reader) WHERE until = 0;
