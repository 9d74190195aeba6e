-- What a JSON list names is in use as what a column names is. Who writes such a
-- list holds what it names, as a foreign key does, so that nobody removes it
-- meanwhile; on SQLite there is one writer at a time.
-- +goose Up
CREATE INDEX leaderships_persons ON leaderships (term_id) WHERE persons <> '[]';
CREATE INDEX commitments_targets ON commitments (agreement_id) WHERE targets <> '[]';
CREATE INDEX audit_events_at ON audit_events (at, id);
-- Who belongs to a bloc is asked at each award that is written.
CREATE INDEX members_bloc ON members (bloc_id, unit_id);
CREATE INDEX leaderships_bloc ON leaderships (bloc_id, unit_id);
CREATE INDEX signatures_bloc ON signatures (bloc_id, unit_id);
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
-- A signature given under an original stands: it is annulled, with a reason, and
-- otherwise only its sources and remark are corrected.
-- +goose StatementBegin
CREATE FUNCTION signatures_signed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status IN ('signed', 'annulled') AND EXISTS (SELECT 1 FROM agreements a WHERE a.id = OLD.agreement_id AND a.basis_of_text = 'original')
  AND (TG_OP = 'DELETE' OR
     (NEW.id, NEW.agreement_id, NEW.annex_id, NEW.term_id, NEW.bloc_id, NEW.position, NEW.unit_id, NEW.unit_as_written, NEW.role,
      NEW.person_id, NEW.person_as_written, NEW.position_as_written, NEW.signed_on, NEW.method, NEW.created_at, NEW.created_by)
     IS DISTINCT FROM
     (OLD.id, OLD.agreement_id, OLD.annex_id, OLD.term_id, OLD.bloc_id, OLD.position, OLD.unit_id, OLD.unit_as_written, OLD.role,
      OLD.person_id, OLD.person_as_written, OLD.position_as_written, OLD.signed_on, OLD.method, OLD.created_at, OLD.created_by)
     OR (NEW.status, NEW.reason) IS DISTINCT FROM (OLD.status, OLD.reason) AND NOT (OLD.status = 'signed' AND NEW.status = 'annulled' AND NEW.reason IS NOT NULL)) THEN
    RAISE EXCEPTION 'a signature stands' USING ERRCODE = 'GU002';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER signatures_signed BEFORE UPDATE OR DELETE ON signatures FOR EACH ROW EXECUTE FUNCTION signatures_signed();
CREATE TRIGGER signatures_no_truncate BEFORE TRUNCATE ON signatures FOR EACH STATEMENT EXECUTE FUNCTION signed_no_truncate();
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION annexes_signed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.frozen_at IS NOT NULL AND (TG_OP = 'DELETE' OR
     (NEW.title, NEW.text, NEW.number, NEW.agreement_id, NEW.term_id, NEW.bloc_id, NEW.canonical, NEW.content_hash, NEW.previous_hash, NEW.frozen_at)
     IS DISTINCT FROM
     (OLD.title, OLD.text, OLD.number, OLD.agreement_id, OLD.term_id, OLD.bloc_id, OLD.canonical, OLD.content_hash, OLD.previous_hash, OLD.frozen_at)) THEN
    RAISE EXCEPTION 'signed annex is immutable' USING ERRCODE = 'GU002';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION annexes_signed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.frozen_at IS NOT NULL AND (TG_OP = 'DELETE' OR
     (NEW.title, NEW.text, NEW.number, NEW.agreement_id, NEW.canonical, NEW.content_hash, NEW.previous_hash, NEW.frozen_at)
     IS DISTINCT FROM
     (OLD.title, OLD.text, OLD.number, OLD.agreement_id, OLD.canonical, OLD.content_hash, OLD.previous_hash, OLD.frozen_at)) THEN
    RAISE EXCEPTION 'signed annex is immutable' USING ERRCODE = 'GU002';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
DROP TRIGGER signatures_no_truncate ON signatures;
DROP TRIGGER signatures_signed ON signatures;
DROP FUNCTION signatures_signed();
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
DROP INDEX signatures_bloc;
DROP INDEX leaderships_bloc;
DROP INDEX members_bloc;
DROP INDEX audit_events_at;
DROP INDEX commitments_targets;
DROP INDEX leaderships_persons;
