-- +goose Up
-- How often the glass was broken in a year is told once a year.
CREATE INDEX audit_entries_of_glass ON audit_entries (at) WHERE act = 'glass.opened';
