-- +goose Up
-- A version of a framework in another language. Rules are read from the version; of
-- this one only words are.
CREATE TABLE framework_translations (
    framework TEXT NOT NULL,
    version TEXT NOT NULL,
    language TEXT NOT NULL,
    source TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (framework, version, language),
    FOREIGN KEY (framework, version) REFERENCES frameworks (id, version)
);
