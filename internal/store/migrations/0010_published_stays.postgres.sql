-- +goose Up
-- +goose StatementBegin
CREATE FUNCTION published_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a published version is never edited in place'; END $$;
-- +goose StatementEnd
CREATE TRIGGER published_stays BEFORE UPDATE OF source ON frameworks
    FOR EACH ROW WHEN (OLD.status IN ('published', 'retired') AND OLD.source IS DISTINCT FROM NEW.source)
    EXECUTE FUNCTION published_stays();
