-- +goose Up
-- +goose StatementBegin
CREATE TRIGGER audit_entries_at_the_end BEFORE INSERT ON audit_entries
WHEN NEW.link <> (SELECT position + 1 FROM audit_head)
BEGIN SELECT RAISE(ABORT, 'the journal is only added to at its end'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_links_at_the_end BEFORE INSERT ON audit_links
WHEN NEW.position <> (SELECT position + 1 FROM audit_head)
BEGIN SELECT RAISE(ABORT, 'the journal is only added to at its end'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_links_stay BEFORE UPDATE ON audit_links
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_links_kept BEFORE DELETE ON audit_links
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_head_goes_on BEFORE UPDATE ON audit_head
WHEN NEW.position <> OLD.position + 1
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_head_kept BEFORE DELETE ON audit_head
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
-- +goose StatementEnd
