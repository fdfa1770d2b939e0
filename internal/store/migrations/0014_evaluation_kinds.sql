-- +goose Up
-- A first evaluation that ended without agreement leaves no Step, so another one
-- can set it. That there is one at a time is kept by one_open_evaluation.
DROP INDEX one_first_evaluation;
