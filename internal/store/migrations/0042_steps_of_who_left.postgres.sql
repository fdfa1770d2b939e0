-- +goose Up
-- A Step of somebody who is here stays; of somebody who left it goes in its time.
DROP TRIGGER standings_stay ON standings;
CREATE TRIGGER standings_stay BEFORE UPDATE OR TRUNCATE ON standings
    FOR EACH STATEMENT EXECUTE FUNCTION append_only();
-- +goose StatementBegin
CREATE FUNCTION standings_of_who_is_here() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT left_at FROM people WHERE id = OLD.subject) = 0 THEN
        RAISE EXCEPTION 'a Step is corrected by a new entry';
    END IF;
    RETURN OLD;
END $$;
-- +goose StatementEnd
CREATE TRIGGER standings_kept BEFORE DELETE ON standings
    FOR EACH ROW EXECUTE FUNCTION standings_of_who_is_here();
