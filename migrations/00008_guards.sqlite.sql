-- What a JSON list names is in use as what a column names is.
-- +goose Up
CREATE INDEX leaderships_persons ON leaderships (term_id) WHERE persons <> '[]';
CREATE INDEX commitments_targets ON commitments (agreement_id) WHERE targets <> '[]';
-- +goose StatementBegin
CREATE TRIGGER persons_named BEFORE DELETE ON persons
WHEN EXISTS (SELECT 1 FROM leaderships WHERE persons <> '[]' AND instr(persons, '"person_id":"' || OLD.id || '"') > 0)
BEGIN SELECT RAISE(ABORT, 'FOREIGN KEY: a leadership names the person'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER units_named BEFORE DELETE ON units
WHEN EXISTS (SELECT 1 FROM commitments WHERE targets <> '[]' AND instr(targets, '"unit_id":"' || OLD.id || '"') > 0)
BEGIN SELECT RAISE(ABORT, 'FOREIGN KEY: a commitment names the unit'); END;
-- +goose StatementEnd

-- +goose Down
DROP TRIGGER units_named;
DROP TRIGGER persons_named;
DROP INDEX commitments_targets;
DROP INDEX leaderships_persons;
