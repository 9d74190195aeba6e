-- An id does not become NULL either: SQLite lets a primary key that is a text be
-- NULL, and a comparison with NULL is no refusal.
-- +goose Up
DROP TRIGGER agreements_signed_id;
DROP TRIGGER commitments_signed_id;
DROP TRIGGER annexes_signed_id;
DROP TRIGGER signatures_same_id;
-- +goose StatementBegin
CREATE TRIGGER agreements_signed_id BEFORE UPDATE OF id ON agreements WHEN NEW.id IS NOT OLD.id
BEGIN SELECT RAISE(ABORT, 'ids never change'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER commitments_signed_id BEFORE UPDATE OF id ON commitments WHEN NEW.id IS NOT OLD.id
BEGIN SELECT RAISE(ABORT, 'ids never change'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER annexes_signed_id BEFORE UPDATE OF id ON annexes WHEN NEW.id IS NOT OLD.id
BEGIN SELECT RAISE(ABORT, 'ids never change'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER signatures_same_id BEFORE UPDATE ON signatures
WHEN NEW.id IS NOT OLD.id OR NEW.rowid <> OLD.rowid
BEGIN SELECT RAISE(ABORT, 'rows keep their place'); END;
-- +goose StatementEnd

-- +goose Down
DROP TRIGGER signatures_same_id;
DROP TRIGGER annexes_signed_id;
DROP TRIGGER commitments_signed_id;
DROP TRIGGER agreements_signed_id;
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
-- +goose StatementBegin
CREATE TRIGGER signatures_same_id BEFORE UPDATE ON signatures
WHEN NEW.id <> OLD.id OR NEW.rowid <> OLD.rowid
BEGIN SELECT RAISE(ABORT, 'rows keep their place'); END;
-- +goose StatementEnd
