-- +goose Up
-- +goose StatementBegin
CREATE TRIGGER published_stays BEFORE UPDATE OF source ON frameworks
WHEN OLD.status IN ('published', 'retired')
BEGIN SELECT RAISE(ABORT, 'a published version is never edited in place'); END;
-- +goose StatementEnd
