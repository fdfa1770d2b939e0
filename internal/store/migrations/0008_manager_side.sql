-- +goose Up
-- Who wrote the manager side that was opened. It stays theirs when another
-- manager takes over, and stays open to the pair; empty until both are opened.
ALTER TABLE evaluations ADD COLUMN manager_side_by TEXT NOT NULL DEFAULT '';
UPDATE evaluations SET manager_side_by = manager WHERE opened_both_at <> 0;
