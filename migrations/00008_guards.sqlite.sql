-- What a JSON list names is in use as what a column names is.
-- +goose Up
CREATE INDEX leaderships_persons ON leaderships (term_id) WHERE persons <> '[]';
CREATE INDEX commitments_targets ON commitments (agreement_id) WHERE targets <> '[]';
CREATE INDEX audit_events_at ON audit_events (at, id);
-- Who belongs to a bloc is asked at each award that is written.
CREATE INDEX members_bloc ON members (bloc_id, unit_id);
CREATE INDEX leaderships_bloc ON leaderships (bloc_id, unit_id);
CREATE INDEX signatures_bloc ON signatures (bloc_id, unit_id);
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
-- REPLACE takes away whatever row has a unique key of the new one, the hidden
-- rowid included, and no trigger on deleting sees it. NEW.rowid is -1 before an
-- insert that names none.
-- +goose StatementBegin
CREATE TRIGGER audit_events_no_rowid BEFORE INSERT ON audit_events
WHEN EXISTS (SELECT 1 FROM audit_events WHERE rowid = NEW.rowid)
BEGIN SELECT RAISE(ABORT, 'audit_events is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER agreements_no_rowid BEFORE INSERT ON agreements
WHEN EXISTS (SELECT 1 FROM agreements WHERE rowid = NEW.rowid)
BEGIN SELECT RAISE(ABORT, 'signed agreement is immutable'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER agreements_same_rowid BEFORE UPDATE ON agreements
WHEN NEW.rowid <> OLD.rowid
BEGIN SELECT RAISE(ABORT, 'rows keep their place'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER commitments_no_rowid BEFORE INSERT ON commitments
WHEN EXISTS (SELECT 1 FROM commitments WHERE rowid = NEW.rowid)
BEGIN SELECT RAISE(ABORT, 'signed agreement is immutable'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER commitments_same_rowid BEFORE UPDATE ON commitments
WHEN NEW.rowid <> OLD.rowid
BEGIN SELECT RAISE(ABORT, 'rows keep their place'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER annexes_no_rowid BEFORE INSERT ON annexes
WHEN EXISTS (SELECT 1 FROM annexes WHERE rowid = NEW.rowid)
BEGIN SELECT RAISE(ABORT, 'signed annex is immutable'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER annexes_same_rowid BEFORE UPDATE ON annexes
WHEN NEW.rowid <> OLD.rowid
BEGIN SELECT RAISE(ABORT, 'rows keep their place'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER agreements_signed_place BEFORE INSERT ON agreements
WHEN (NEW.status IS NULL OR NEW.status <> 'cancelled')
 AND EXISTS (SELECT 1 FROM agreements a WHERE a.term_id = NEW.term_id AND a.id <> NEW.id
  AND (a.status IS NULL OR a.status <> 'cancelled') AND a.frozen_at IS NOT NULL AND a.basis_of_text = 'original')
BEGIN SELECT RAISE(ABORT, 'signed agreement is immutable'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER agreements_signed_displaced BEFORE UPDATE OF term_id, status ON agreements
WHEN (NEW.status IS NULL OR NEW.status <> 'cancelled')
 AND EXISTS (SELECT 1 FROM agreements a WHERE a.term_id = NEW.term_id AND a.id <> NEW.id
  AND (a.status IS NULL OR a.status <> 'cancelled') AND a.frozen_at IS NOT NULL AND a.basis_of_text = 'original')
BEGIN SELECT RAISE(ABORT, 'signed agreement is immutable'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER annexes_signed_displaced BEFORE UPDATE OF agreement_id, number ON annexes
WHEN EXISTS (SELECT 1 FROM annexes x WHERE x.agreement_id = NEW.agreement_id AND x.number = NEW.number AND x.id <> NEW.id AND x.frozen_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'signed annex is immutable'); END;
-- +goose StatementEnd
-- A signature given under an original stands: it is annulled, with a reason, and
-- otherwise only its sources and remark are corrected.
-- +goose StatementBegin
CREATE TRIGGER signatures_signed BEFORE UPDATE ON signatures
WHEN OLD.status IN ('signed', 'annulled') AND EXISTS (SELECT 1 FROM agreements a WHERE a.id = OLD.agreement_id AND a.basis_of_text = 'original')
 AND (NEW.agreement_id IS NOT OLD.agreement_id OR NEW.annex_id IS NOT OLD.annex_id OR NEW.term_id IS NOT OLD.term_id
   OR NEW.bloc_id IS NOT OLD.bloc_id OR NEW.position IS NOT OLD.position OR NEW.unit_id IS NOT OLD.unit_id OR
   NEW.unit_as_written IS NOT OLD.unit_as_written OR NEW.role IS NOT OLD.role OR NEW.person_id IS NOT
   OLD.person_id OR NEW.person_as_written IS NOT OLD.person_as_written OR NEW.position_as_written IS NOT
   OLD.position_as_written OR NEW.signed_on IS NOT OLD.signed_on OR NEW.method IS NOT OLD.method OR
   NEW.created_at IS NOT OLD.created_at OR NEW.created_by IS NOT OLD.created_by
   OR (NEW.status IS NOT OLD.status OR NEW.reason IS NOT OLD.reason) AND NOT (OLD.status = 'signed' AND NEW.status = 'annulled' AND NEW.reason IS NOT NULL))
BEGIN SELECT RAISE(ABORT, 'a signature stands'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER signatures_signed_delete BEFORE DELETE ON signatures
WHEN OLD.status IN ('signed', 'annulled') AND EXISTS (SELECT 1 FROM agreements a WHERE a.id = OLD.agreement_id AND a.basis_of_text = 'original')
BEGIN SELECT RAISE(ABORT, 'a signature stands'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER signatures_signed_replace BEFORE INSERT ON signatures
WHEN EXISTS (SELECT 1 FROM signatures WHERE id = NEW.id OR rowid = NEW.rowid)
BEGIN SELECT RAISE(ABORT, 'a signature stands'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER signatures_same_id BEFORE UPDATE ON signatures
WHEN NEW.id <> OLD.id OR NEW.rowid <> OLD.rowid
BEGIN SELECT RAISE(ABORT, 'rows keep their place'); END;
-- +goose StatementEnd
DROP TRIGGER annexes_signed;
-- +goose StatementBegin
CREATE TRIGGER annexes_signed BEFORE UPDATE ON annexes
WHEN OLD.frozen_at IS NOT NULL
 AND (NEW.title IS NOT OLD.title OR NEW.text IS NOT OLD.text OR NEW.number IS NOT OLD.number OR NEW.agreement_id IS NOT OLD.agreement_id
   OR NEW.term_id IS NOT OLD.term_id OR NEW.bloc_id IS NOT OLD.bloc_id
   OR NEW.canonical IS NOT OLD.canonical OR NEW.content_hash IS NOT OLD.content_hash OR NEW.previous_hash IS NOT OLD.previous_hash OR NEW.frozen_at IS NOT OLD.frozen_at)
BEGIN SELECT RAISE(ABORT, 'signed annex is immutable'); END;
-- +goose StatementEnd

-- +goose Down
DROP TRIGGER annexes_signed;
-- +goose StatementBegin
CREATE TRIGGER annexes_signed BEFORE UPDATE ON annexes
WHEN OLD.frozen_at IS NOT NULL
 AND (NEW.title IS NOT OLD.title OR NEW.text IS NOT OLD.text OR NEW.number IS NOT OLD.number OR NEW.agreement_id IS NOT OLD.agreement_id
   OR NEW.canonical IS NOT OLD.canonical OR NEW.content_hash IS NOT OLD.content_hash OR NEW.previous_hash IS NOT OLD.previous_hash OR NEW.frozen_at IS NOT OLD.frozen_at)
BEGIN SELECT RAISE(ABORT, 'signed annex is immutable'); END;
-- +goose StatementEnd
DROP TRIGGER signatures_same_id;
DROP TRIGGER signatures_signed_replace;
DROP TRIGGER signatures_signed_delete;
DROP TRIGGER signatures_signed;
DROP TRIGGER annexes_signed_displaced;
DROP TRIGGER agreements_signed_displaced;
DROP TRIGGER agreements_signed_place;
DROP TRIGGER annexes_same_rowid;
DROP TRIGGER annexes_no_rowid;
DROP TRIGGER commitments_same_rowid;
DROP TRIGGER commitments_no_rowid;
DROP TRIGGER agreements_same_rowid;
DROP TRIGGER agreements_no_rowid;
DROP TRIGGER audit_events_no_rowid;
DROP TRIGGER units_named;
DROP TRIGGER persons_named;
DROP INDEX signatures_bloc;
DROP INDEX leaderships_bloc;
DROP INDEX members_bloc;
DROP INDEX audit_events_at;
DROP INDEX commitments_targets;
DROP INDEX leaderships_persons;
