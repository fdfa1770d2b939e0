-- +goose Up
-- Earlier keys, for as long as something is sealed with them. They go when all of it
-- is sealed with the key of today.
CREATE TABLE former_keys (
    part TEXT NOT NULL,
    person TEXT NOT NULL,
    number TEXT NOT NULL,
    wrapped TEXT NOT NULL,
    PRIMARY KEY (part, person, number)
);
CREATE INDEX former_keys_by_person ON former_keys (person);

-- When the key of today was made; 0 where that was not kept yet.
ALTER TABLE person_keys ADD COLUMN made_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE pay_keys ADD COLUMN made_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE counted_keys ADD COLUMN made_at BIGINT NOT NULL DEFAULT 0;

-- When everybody's keys were made anew; done_at is 0 while it is not done.
CREATE TABLE key_renewals (
    begun_at BIGINT PRIMARY KEY,
    done_at BIGINT NOT NULL
);

-- What is sealed is found by whose key seals it.
CREATE INDEX memos_by_subject ON memos (subject);
CREATE INDEX memo_drafts_by_subject ON memo_drafts (subject);
CREATE INDEX recognition_reports_by_reporter ON recognition_reports (reporter);
CREATE INDEX pay_changes_by_person ON pay_changes (person);
