-- The signed content of an original agreement cannot change, whoever asks.
-- +goose Up
-- +goose StatementBegin
CREATE TRIGGER agreements_signed BEFORE UPDATE OF title, preamble, legal_bases, basis_of_text, term_id, bloc_id, canonical, content_hash, frozen_at ON agreements
WHEN OLD.frozen_at IS NOT NULL AND OLD.basis_of_text = 'original'
 AND (NEW.title IS NOT OLD.title OR NEW.preamble IS NOT OLD.preamble OR NEW.legal_bases IS NOT OLD.legal_bases
   OR NEW.basis_of_text IS NOT OLD.basis_of_text OR NEW.term_id IS NOT OLD.term_id OR NEW.bloc_id IS NOT OLD.bloc_id
   OR NEW.canonical IS NOT OLD.canonical OR NEW.content_hash IS NOT OLD.content_hash OR NEW.frozen_at IS NOT OLD.frozen_at)
BEGIN SELECT RAISE(ABORT, 'signed agreement is immutable'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER agreements_signed_delete BEFORE DELETE ON agreements
WHEN OLD.frozen_at IS NOT NULL AND OLD.basis_of_text = 'original'
BEGIN SELECT RAISE(ABORT, 'signed agreement is immutable'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER agreements_signed_replace BEFORE INSERT ON agreements
WHEN EXISTS (SELECT 1 FROM agreements WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'signed agreement is immutable'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER commitments_signed_insert BEFORE INSERT ON commitments
WHEN EXISTS (SELECT 1 FROM agreements a WHERE a.id = NEW.agreement_id AND a.frozen_at IS NOT NULL AND a.basis_of_text = 'original')
  OR EXISTS (SELECT 1 FROM commitments WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'signed agreement is immutable'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER commitments_signed_update BEFORE UPDATE ON commitments
WHEN EXISTS (SELECT 1 FROM agreements a WHERE a.id IN (OLD.agreement_id, NEW.agreement_id) AND a.frozen_at IS NOT NULL AND a.basis_of_text = 'original')
BEGIN SELECT RAISE(ABORT, 'signed agreement is immutable'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER commitments_signed_delete BEFORE DELETE ON commitments
WHEN EXISTS (SELECT 1 FROM agreements a WHERE a.id = OLD.agreement_id AND a.frozen_at IS NOT NULL AND a.basis_of_text = 'original')
BEGIN SELECT RAISE(ABORT, 'signed agreement is immutable'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER annexes_signed BEFORE UPDATE ON annexes
WHEN OLD.frozen_at IS NOT NULL
 AND (NEW.title IS NOT OLD.title OR NEW.text IS NOT OLD.text OR NEW.number IS NOT OLD.number OR NEW.agreement_id IS NOT OLD.agreement_id
   OR NEW.canonical IS NOT OLD.canonical OR NEW.content_hash IS NOT OLD.content_hash OR NEW.previous_hash IS NOT OLD.previous_hash OR NEW.frozen_at IS NOT OLD.frozen_at)
BEGIN SELECT RAISE(ABORT, 'signed annex is immutable'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER annexes_signed_delete BEFORE DELETE ON annexes WHEN OLD.frozen_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'signed annex is immutable'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER annexes_signed_replace BEFORE INSERT ON annexes
WHEN EXISTS (SELECT 1 FROM annexes WHERE id = NEW.id OR (agreement_id = NEW.agreement_id AND number = NEW.number))
BEGIN SELECT RAISE(ABORT, 'signed annex is immutable'); END;
-- +goose StatementEnd
-- UPDATE OR REPLACE would let another row take a signed one's place.
-- +goose StatementBegin
CREATE TRIGGER agreements_signed_id BEFORE UPDATE OF id ON agreements WHEN NEW.id <> OLD.id
BEGIN SELECT RAISE(ABORT, 'ids never change'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER commitments_signed_id BEFORE UPDATE OF id ON commitments WHEN NEW.id <> OLD.id
BEGIN SELECT RAISE(ABORT, 'ids never change'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER annexes_signed_id BEFORE UPDATE OF id ON annexes WHEN NEW.id <> OLD.id
BEGIN SELECT RAISE(ABORT, 'ids never change'); END;
-- +goose StatementEnd

-- +goose Down
DROP TRIGGER annexes_signed_id;
DROP TRIGGER commitments_signed_id;
DROP TRIGGER agreements_signed_id;
DROP TRIGGER annexes_signed_replace;
DROP TRIGGER annexes_signed_delete;
DROP TRIGGER annexes_signed;
DROP TRIGGER commitments_signed_delete;
DROP TRIGGER commitments_signed_update;
DROP TRIGGER commitments_signed_insert;
DROP TRIGGER agreements_signed_replace;
DROP TRIGGER agreements_signed_delete;
DROP TRIGGER agreements_signed;
