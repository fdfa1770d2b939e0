-- +goose Up
-- A Step is corrected by a new entry. It is sealed anew, which leaves it what it was,
-- only while its person's earlier key is about to go.
DROP TRIGGER standings_stay;
-- +goose StatementBegin
CREATE TRIGGER standings_stay BEFORE UPDATE ON standings
WHEN NEW.id <> OLD.id OR NEW.subject <> OLD.subject OR NEW.since <> OLD.since
    OR NOT EXISTS (SELECT 1 FROM former_keys WHERE part = '' AND person = OLD.subject)
BEGIN SELECT RAISE(ABORT, 'a Step is corrected by a new entry'); END;
-- +goose StatementEnd
