-- +goose Up
-- What a promotion does to pay. With whom it lies can be read, so that it is found;
-- amounts, reasons, states and who decided are sealed with the person's key of
-- salaries.
CREATE TABLE pay_changes (
    promotion TEXT PRIMARY KEY REFERENCES promotions (id),
    person TEXT NOT NULL REFERENCES people (id),
    lies_with TEXT NOT NULL CHECK (lies_with IN ('', 'manager', 'partner')),
    made_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    sealed TEXT NOT NULL
);
CREATE INDEX pay_changes_waiting ON pay_changes (lies_with, person) WHERE lies_with <> '';
