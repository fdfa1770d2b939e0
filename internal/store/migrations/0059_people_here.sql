-- +goose Up
-- The directory lists who is here by name, and says how many they are. Nothing asks for
-- names of those who left among them.
CREATE INDEX people_here ON people (left_at, name_folded, id);
DROP INDEX people_by_name;
