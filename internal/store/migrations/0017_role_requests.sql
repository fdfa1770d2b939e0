-- +goose Up
-- Whether a role is asked for by departure from the framework would tell
-- something of a Step, so that all but whom and when is sealed, in one length.
CREATE TABLE role_requests (
    id TEXT PRIMARY KEY,
    subject TEXT NOT NULL REFERENCES people (id),
    asked_at BIGINT NOT NULL,
    closed_at BIGINT NOT NULL,
    sealed TEXT NOT NULL
);
CREATE INDEX role_requests_by_subject ON role_requests (subject, closed_at);
CREATE INDEX audit_entries_of_departures ON audit_entries (object) WHERE item = 'exception';
