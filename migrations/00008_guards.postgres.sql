-- What a JSON list names is in use as what a column names is. Who writes such a
-- list holds what it names, as a foreign key does, so that nobody removes it
-- meanwhile; on SQLite there is one writer at a time.
-- +goose Up
CREATE INDEX leaderships_persons ON leaderships (term_id) WHERE persons <> '[]';
CREATE INDEX commitments_targets ON commitments (agreement_id) WHERE targets <> '[]';
-- +goose StatementBegin
CREATE FUNCTION persons_named() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM leaderships WHERE persons <> '[]' AND strpos(persons, '"person_id":"' || OLD.id || '"') > 0) THEN
    RAISE EXCEPTION 'a leadership names the person' USING ERRCODE = 'foreign_key_violation';
  END IF;
  RETURN OLD;
END $$;
-- +goose StatementEnd
CREATE TRIGGER persons_named BEFORE DELETE ON persons FOR EACH ROW EXECUTE FUNCTION persons_named();
-- +goose StatementBegin
CREATE FUNCTION leaderships_name() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  named text[] := ARRAY(SELECT DISTINCT j->>'person_id' FROM jsonb_array_elements(NEW.persons::jsonb) j WHERE j->>'person_id' IS NOT NULL);
  held integer;
BEGIN
  PERFORM 1 FROM persons WHERE id = ANY(named) ORDER BY id FOR KEY SHARE;
  GET DIAGNOSTICS held = ROW_COUNT;
  IF held < cardinality(named) THEN
    RAISE EXCEPTION 'a leadership names a person who is not there' USING ERRCODE = 'foreign_key_violation';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER leaderships_name_new BEFORE INSERT ON leaderships FOR EACH ROW
  WHEN (NEW.persons NOT IN ('[]', 'null')) EXECUTE FUNCTION leaderships_name();
CREATE TRIGGER leaderships_name_other BEFORE UPDATE OF persons ON leaderships FOR EACH ROW
  WHEN (NEW.persons <> OLD.persons AND NEW.persons NOT IN ('[]', 'null')) EXECUTE FUNCTION leaderships_name();
-- +goose StatementBegin
CREATE FUNCTION units_named() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM commitments WHERE targets <> '[]' AND strpos(targets, '"unit_id":"' || OLD.id || '"') > 0) THEN
    RAISE EXCEPTION 'a commitment names the unit' USING ERRCODE = 'foreign_key_violation';
  END IF;
  RETURN OLD;
END $$;
-- +goose StatementEnd
CREATE TRIGGER units_named BEFORE DELETE ON units FOR EACH ROW EXECUTE FUNCTION units_named();
-- +goose StatementBegin
CREATE FUNCTION commitments_name() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  named text[] := ARRAY(SELECT DISTINCT j->>'unit_id' FROM jsonb_array_elements(NEW.targets::jsonb) j WHERE j->>'unit_id' IS NOT NULL);
  held integer;
BEGIN
  PERFORM 1 FROM units WHERE id = ANY(named) ORDER BY id FOR KEY SHARE;
  GET DIAGNOSTICS held = ROW_COUNT;
  IF held < cardinality(named) THEN
    RAISE EXCEPTION 'a commitment names a unit that is not there' USING ERRCODE = 'foreign_key_violation';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER commitments_name_new BEFORE INSERT ON commitments FOR EACH ROW
  WHEN (NEW.targets NOT IN ('[]', 'null')) EXECUTE FUNCTION commitments_name();
CREATE TRIGGER commitments_name_other BEFORE UPDATE OF targets ON commitments FOR EACH ROW
  WHEN (NEW.targets <> OLD.targets AND NEW.targets NOT IN ('[]', 'null')) EXECUTE FUNCTION commitments_name();

-- +goose Down
DROP TRIGGER commitments_name_other ON commitments;
DROP TRIGGER commitments_name_new ON commitments;
DROP FUNCTION commitments_name();
DROP TRIGGER units_named ON units;
DROP FUNCTION units_named();
DROP TRIGGER leaderships_name_other ON leaderships;
DROP TRIGGER leaderships_name_new ON leaderships;
DROP FUNCTION leaderships_name();
DROP TRIGGER persons_named ON persons;
DROP FUNCTION persons_named();
DROP INDEX commitments_targets;
DROP INDEX leaderships_persons;
