-- +goose Up
CREATE TABLE passkeys (
    id TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES people (id),
    hash TEXT NOT NULL UNIQUE,
    made_at BIGINT NOT NULL,
    used_at BIGINT NOT NULL,
    sealed TEXT NOT NULL
);
CREATE INDEX passkeys_by_person ON passkeys (person);

CREATE TABLE code_apps (
    person TEXT PRIMARY KEY REFERENCES people (id),
    made_at BIGINT NOT NULL,
    confirmed_at BIGINT NOT NULL,
    last_code BIGINT NOT NULL,
    sealed TEXT NOT NULL
);

CREATE TABLE spare_codes (
    hash TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES people (id),
    made_at BIGINT NOT NULL,
    used_at BIGINT NOT NULL
);
CREATE INDEX spare_codes_by_person ON spare_codes (person, used_at);

-- A question that waits for its answer: of a device, or of whoever has proved the
-- password and not yet more. Nobody is named in one that anybody may answer.
CREATE TABLE ceremonies (
    hash TEXT PRIMARY KEY,
    purpose TEXT NOT NULL,
    person TEXT REFERENCES people (id),
    kept TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    used_at BIGINT NOT NULL
);
CREATE INDEX ceremonies_by_end ON ceremonies (ends_at);
