-- Here a primary key is never NULL; the step keeps both engines' counts equal.
-- +goose Up
SELECT 1;
-- +goose Down
SELECT 1;
