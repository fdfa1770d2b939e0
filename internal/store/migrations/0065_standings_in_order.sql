-- +goose Up
-- Steps are read in their order, of two of one day by their ids.
DROP INDEX standings_by_subject;
CREATE INDEX standings_by_subject ON standings (subject, since, id);
