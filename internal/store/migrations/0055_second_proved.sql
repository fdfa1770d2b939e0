-- +goose Up
-- When whoever uses a session showed last what they have besides the password; 0 never.
ALTER TABLE sessions ADD COLUMN second_at BIGINT NOT NULL DEFAULT 0;
