-- +goose Up
-- Addresses that are told of what happens. Of an address the host alone is in clear.
CREATE TABLE hooks (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    form TEXT NOT NULL CHECK (form IN ('standard', 'slack', 'teams', 'flat')),
    host TEXT NOT NULL,
    kinds TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('active', 'paused', 'ended')),
    why TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    in_file BIGINT NOT NULL,
    answered_at BIGINT NOT NULL,
    answer TEXT NOT NULL,
    rest_until BIGINT NOT NULL
);
CREATE UNIQUE INDEX hooks_by_name ON hooks (name) WHERE state <> 'ended';

-- The address itself, and what signs for it, sealed with a key of their own.
CREATE TABLE hook_secrets (
    hook TEXT PRIMARY KEY REFERENCES hooks (id),
    sealed TEXT NOT NULL
);

-- What they are told of: which thing, where everybody may see it; of a private kind
-- only that there was something, under the morning after.
CREATE TABLE hook_events (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    thing TEXT NOT NULL,
    made_at BIGINT NOT NULL
);
CREATE INDEX hook_events_by_thing ON hook_events (thing);
CREATE INDEX hook_events_by_time ON hook_events (made_at);

CREATE TABLE hook_deliveries (
    id TEXT PRIMARY KEY,
    hook TEXT NOT NULL REFERENCES hooks (id),
    event TEXT NOT NULL REFERENCES hook_events (id),
    tries BIGINT NOT NULL,
    fence BIGINT NOT NULL,
    not_before BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'dropped', 'dead')),
    ended_at BIGINT NOT NULL,
    answer TEXT NOT NULL
);
CREATE INDEX hook_deliveries_due ON hook_deliveries (hook, state, not_before);
CREATE INDEX hook_deliveries_ended ON hook_deliveries (state, ended_at);
CREATE UNIQUE INDEX hook_deliveries_once ON hook_deliveries (event, hook);

-- What waits for an address of the file goes on waiting for it; the file gives it its
-- form, its host and its address at the next start.
INSERT INTO hooks (id, name, form, host, kinds, state, why, made_at, changed_at, in_file, answered_at, answer, rest_until)
    SELECT DISTINCT hook, 'file-' || hook, 'flat', '', 'recognition.posted', 'active', '', 0, 0, 1, 0, '', 0 FROM hook_calls WHERE state IN ('waiting', 'failed');
INSERT INTO hook_events (id, kind, thing, made_at)
    SELECT id, 'recognition.posted', post, made_at FROM hook_calls WHERE state IN ('waiting', 'failed');
INSERT INTO hook_deliveries (id, hook, event, tries, fence, not_before, state, ended_at, answer)
    SELECT id, hook, id, CASE WHEN tries > 9 THEN 9 ELSE tries END, fence, not_before, CASE WHEN state = 'failed' THEN 'dead' ELSE 'waiting' END, ended_at, '' FROM hook_calls WHERE state IN ('waiting', 'failed');
DROP TABLE hook_calls;
