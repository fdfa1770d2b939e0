-- +goose Up
-- +goose StatementBegin
CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'this table is append-only'; END $$;
-- +goose StatementEnd
CREATE TRIGGER audit_entries_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries
    FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER standings_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON standings
    FOR EACH STATEMENT EXECUTE FUNCTION append_only();
