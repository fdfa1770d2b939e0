-- +goose Up
-- The organisation lists what belongs to no tribe, by name; most squads belong to one.
CREATE INDEX units_on_top ON units (kind, name_folded, id) WHERE tribe IS NULL;
