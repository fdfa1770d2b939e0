-- +goose Up
-- A Step is corrected by a new entry. It is sealed anew, which leaves it what it was,
-- only while its person's earlier key is about to go.
DROP TRIGGER standings_stay ON standings;
CREATE TRIGGER standings_whole BEFORE TRUNCATE ON standings
    FOR EACH STATEMENT EXECUTE FUNCTION append_only();
-- +goose StatementBegin
CREATE FUNCTION standings_sealed_anew() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.id <> OLD.id OR NEW.subject <> OLD.subject OR NEW.since <> OLD.since
        OR NOT EXISTS (SELECT 1 FROM former_keys WHERE part = '' AND person = OLD.subject) THEN
        RAISE EXCEPTION 'a Step is corrected by a new entry';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER standings_stay BEFORE UPDATE ON standings
    FOR EACH ROW EXECUTE FUNCTION standings_sealed_anew();
