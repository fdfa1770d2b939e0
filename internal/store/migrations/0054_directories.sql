-- +goose Up

-- Directories that provision people. Whoever holds the token acts as the directory.
CREATE TABLE directories (
    id TEXT PRIMARY KEY,
    source TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    made_at BIGINT NOT NULL,
    used_at BIGINT NOT NULL,
    revoked_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX one_directory ON directories (source) WHERE revoked_at = 0;

-- What a directory calls somebody. One that is gone was deleted there: the person left,
-- and the directory sees them no more until it adds them again.
CREATE TABLE directory_users (
    source TEXT NOT NULL,
    person TEXT NOT NULL REFERENCES people (id),
    user_name TEXT NOT NULL,
    user_name_folded TEXT NOT NULL,
    department TEXT NOT NULL,
    gone BIGINT NOT NULL,
    PRIMARY KEY (source, person)
);
CREATE UNIQUE INDEX one_user_name ON directory_users (source, user_name_folded);
CREATE INDEX directory_users_by_person ON directory_users (person);

CREATE TABLE directory_groups (
    source TEXT NOT NULL,
    unit TEXT NOT NULL REFERENCES units (id),
    external_id TEXT NOT NULL,
    gone BIGINT NOT NULL,
    PRIMARY KEY (source, unit)
);
