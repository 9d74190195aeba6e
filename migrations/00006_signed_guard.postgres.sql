-- The signed content of an original agreement cannot change, whoever asks.
-- +goose Up
-- +goose StatementBegin
CREATE FUNCTION agreements_signed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.frozen_at IS NOT NULL AND OLD.basis_of_text = 'original' AND (TG_OP = 'DELETE' OR
     (NEW.title, NEW.preamble, NEW.legal_bases, NEW.basis_of_text, NEW.term_id, NEW.bloc_id, NEW.canonical, NEW.content_hash, NEW.frozen_at)
     IS DISTINCT FROM
     (OLD.title, OLD.preamble, OLD.legal_bases, OLD.basis_of_text, OLD.term_id, OLD.bloc_id, OLD.canonical, OLD.content_hash, OLD.frozen_at)) THEN
    RAISE EXCEPTION 'signed agreement is immutable' USING ERRCODE = 'GU002';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER agreements_signed BEFORE UPDATE OR DELETE ON agreements FOR EACH ROW EXECUTE FUNCTION agreements_signed();
-- +goose StatementBegin
CREATE FUNCTION commitments_signed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' AND EXISTS (SELECT 1 FROM agreements a WHERE a.id = OLD.agreement_id AND a.frozen_at IS NOT NULL AND a.basis_of_text = 'original')
  OR TG_OP <> 'DELETE' AND EXISTS (SELECT 1 FROM agreements a WHERE a.id = NEW.agreement_id AND a.frozen_at IS NOT NULL AND a.basis_of_text = 'original') THEN
    RAISE EXCEPTION 'signed agreement is immutable' USING ERRCODE = 'GU002';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER commitments_signed BEFORE INSERT OR UPDATE OR DELETE ON commitments FOR EACH ROW EXECUTE FUNCTION commitments_signed();
-- +goose StatementBegin
CREATE FUNCTION annexes_signed() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER annexes_signed BEFORE UPDATE OR DELETE ON annexes FOR EACH ROW EXECUTE FUNCTION annexes_signed();
-- +goose StatementBegin
CREATE FUNCTION signed_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'signed agreement is immutable' USING ERRCODE = 'GU002';
END $$;
-- +goose StatementEnd
CREATE TRIGGER agreements_no_truncate BEFORE TRUNCATE ON agreements FOR EACH STATEMENT EXECUTE FUNCTION signed_no_truncate();
CREATE TRIGGER commitments_no_truncate BEFORE TRUNCATE ON commitments FOR EACH STATEMENT EXECUTE FUNCTION signed_no_truncate();
CREATE TRIGGER annexes_no_truncate BEFORE TRUNCATE ON annexes FOR EACH STATEMENT EXECUTE FUNCTION signed_no_truncate();

-- +goose Down
DROP TRIGGER annexes_no_truncate ON annexes;
DROP TRIGGER commitments_no_truncate ON commitments;
DROP TRIGGER agreements_no_truncate ON agreements;
DROP FUNCTION signed_no_truncate();
DROP TRIGGER annexes_signed ON annexes;
DROP FUNCTION annexes_signed();
DROP TRIGGER commitments_signed ON commitments;
DROP FUNCTION commitments_signed();
DROP TRIGGER agreements_signed ON agreements;
DROP FUNCTION agreements_signed();
