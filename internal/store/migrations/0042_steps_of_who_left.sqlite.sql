-- +goose Up
-- A Step of somebody who is here stays; of somebody who left it goes in its time.
DROP TRIGGER standings_kept;
-- +goose StatementBegin
CREATE TRIGGER standings_kept BEFORE DELETE ON standings
WHEN (SELECT left_at FROM people WHERE id = OLD.subject) = 0
BEGIN SELECT RAISE(ABORT, 'a Step is corrected by a new entry'); END;
-- +goose StatementEnd
