-- +goose Up
-- Lines of the journal hang together in links, one for each transaction. Lines
-- from before have link 0, whose seal is over all of them: the genesis.
ALTER TABLE audit_entries ADD COLUMN link BIGINT NOT NULL DEFAULT 0;
ALTER TABLE audit_entries ADD COLUMN place BIGINT NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX audit_entries_in_order ON audit_entries (link, place) WHERE link > 0;

CREATE TABLE audit_links (
    position BIGINT PRIMARY KEY,
    at BIGINT NOT NULL,
    lines BIGINT NOT NULL,
    states TEXT NOT NULL,
    mac TEXT NOT NULL
);

-- Where the chain ends. Before the genesis the position is -1.
CREATE TABLE audit_head (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    position BIGINT NOT NULL,
    seal TEXT NOT NULL
);
INSERT INTO audit_head (id, position, seal) VALUES (1, -1, '');

-- Who writes locks this table, which is always empty: one at a time adds a link.
CREATE TABLE audit_turn (
    held BIGINT PRIMARY KEY
);

-- Secrets of the whole database, wrapped by the master key.
CREATE TABLE root_keys (
    purpose TEXT PRIMARY KEY,
    wrapped TEXT NOT NULL
);

-- A keyed mark for every row that holds something sealed, over all of the row.
CREATE TABLE private_rows (
    tab TEXT NOT NULL,
    row_key TEXT NOT NULL,
    width BIGINT NOT NULL,
    mark TEXT NOT NULL,
    PRIMARY KEY (tab, row_key)
);

-- What all marks of a table make together, as the link at this position left it.
CREATE TABLE private_states (
    tab TEXT PRIMARY KEY,
    position BIGINT NOT NULL,
    state TEXT NOT NULL
);

-- Triggers note here which rows a transaction touches; it empties the table again.
CREATE TABLE private_touched (
    tab TEXT NOT NULL,
    row_key TEXT NOT NULL
);
