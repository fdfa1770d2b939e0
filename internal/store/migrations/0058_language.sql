-- +goose Up
-- The language in which somebody wants to be spoken to; empty follows the browser.
ALTER TABLE people ADD COLUMN language TEXT NOT NULL DEFAULT '';
