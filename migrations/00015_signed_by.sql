-- What a person signed, and the units under a unit.
-- +goose Up
CREATE INDEX signatures_person ON signatures (person_id, position, id);
CREATE INDEX unit_versions_parent ON unit_versions (parent_id, unit_id);

-- +goose Down
DROP INDEX unit_versions_parent;
DROP INDEX signatures_person;
