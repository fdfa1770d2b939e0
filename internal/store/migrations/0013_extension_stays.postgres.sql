-- +goose Up
CREATE TRIGGER extension_stays BEFORE UPDATE OF source, based_on, undecided ON extensions
    FOR EACH ROW WHEN (OLD.status IN ('published', 'retired'))
    EXECUTE FUNCTION published_stays();
