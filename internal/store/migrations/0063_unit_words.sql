-- +goose Up
-- By which a unit is found: its name, without case and accents. Filled when Cairn starts.
ALTER TABLE units ADD COLUMN words TEXT NOT NULL DEFAULT '';
