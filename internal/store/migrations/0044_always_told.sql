-- +goose Up
-- What is told always is mailed although it was read: the index of what waits for a mail.
CREATE INDEX notices_always_to_mail ON notices (person, at) WHERE mail = '' AND way = 'always';
