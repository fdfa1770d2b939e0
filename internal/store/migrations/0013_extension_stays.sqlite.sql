-- +goose Up
-- +goose StatementBegin
CREATE TRIGGER extension_stays BEFORE UPDATE OF source, based_on, undecided ON extensions
WHEN OLD.status IN ('published', 'retired')
BEGIN SELECT RAISE(ABORT, 'a published version is never edited in place'); END;
-- +goose StatementEnd
