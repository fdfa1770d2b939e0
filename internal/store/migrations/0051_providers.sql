-- +goose Up

-- Who somebody is at an identity provider: the issuer and its name for them, compared
-- byte by byte. No address and no name says who somebody is.
CREATE TABLE identities (
    id TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES people (id),
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    used_at BIGINT NOT NULL,
    UNIQUE (issuer, subject)
);
CREATE INDEX identities_by_person ON identities (person);

-- Which session came by which provider, so that the provider can end it. The token
-- that it gave is sealed: it is shown to the provider when signing out there.
CREATE TABLE provider_sessions (
    session TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES people (id),
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    sid TEXT NOT NULL,
    sealed TEXT NOT NULL
);
CREATE INDEX provider_sessions_by_sid ON provider_sessions (issuer, sid);
CREATE INDEX provider_sessions_by_subject ON provider_sessions (issuer, subject);
CREATE INDEX provider_sessions_by_person ON provider_sessions (person);

-- How a directory that provisions people names them.
CREATE TABLE external_ids (
    source TEXT NOT NULL,
    external_id TEXT NOT NULL,
    person TEXT NOT NULL REFERENCES people (id),
    PRIMARY KEY (source, external_id),
    UNIQUE (source, person)
);
CREATE INDEX external_ids_by_person ON external_ids (person);

-- Offices that somebody holds by a group of a provider, and loses with it.
CREATE TABLE group_offices (
    person TEXT NOT NULL REFERENCES people (id),
    issuer TEXT NOT NULL,
    office TEXT NOT NULL,
    PRIMARY KEY (person, issuer, office)
);
