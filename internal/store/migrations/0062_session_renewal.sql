-- +goose Up
-- A session gets a new token when its person proves again who they are. For an instant the
-- one before is taken as well: an answer that brought the new one may have been lost.
ALTER TABLE sessions ADD COLUMN before_hash TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN renewed_at BIGINT NOT NULL DEFAULT 0;
CREATE INDEX sessions_before_hash ON sessions (before_hash) WHERE before_hash <> '';
