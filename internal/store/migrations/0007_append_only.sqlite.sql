-- +goose Up
-- +goose StatementBegin
CREATE TRIGGER audit_entries_stay BEFORE UPDATE ON audit_entries
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_entries_kept BEFORE DELETE ON audit_entries
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER standings_stay BEFORE UPDATE ON standings
BEGIN SELECT RAISE(ABORT, 'a Step is corrected by a new entry'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER standings_kept BEFORE DELETE ON standings
BEGIN SELECT RAISE(ABORT, 'a Step is corrected by a new entry'); END;
-- +goose StatementEnd
