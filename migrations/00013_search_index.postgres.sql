-- The word index on PostgreSQL: lexemes under GIN. Folded words need no dictionary.
-- +goose Up
CREATE TABLE search_entries (
  seq     BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind    ${TEXT} NOT NULL,
  id      ${TEXT} NOT NULL CONSTRAINT search_entries_id UNIQUE,
  record_id ${TEXT} NOT NULL,
  bloc_id ${TEXT},
  term_id ${TEXT},
  words   TSVECTOR NOT NULL
);
CREATE INDEX search_entries_newest ON search_entries (kind, seq);
CREATE INDEX search_entries_words ON search_entries USING gin (words);
-- A document of many thousand names is indexed without the places of its words,
-- which a tsvector has no room for: found by words, not as a phrase. Nor has it
-- room for more than a megabyte of different words; the first of them are kept,
-- since the index must never refuse the record.
-- +goose StatementBegin
CREATE FUNCTION search_lexemes(tags TEXT, words TEXT) RETURNS TSVECTOR LANGUAGE sql IMMUTABLE AS $$
  SELECT array_to_tsvector(string_to_array(tags, ' ')) || CASE WHEN length(words) <= 100000 THEN to_tsvector('simple', words)
    ELSE (SELECT array_to_tsvector(COALESCE(array_agg(fit.word), '{}')) FROM (
      SELECT word, sum(octet_length(word) + 8) OVER (ORDER BY place) AS room FROM (
        SELECT left(w, 500) AS word, min(n) AS place FROM unnest(string_to_array(replace(words, '|', ' '), ' ')) WITH ORDINALITY AS u (w, n) WHERE w <> '' GROUP BY 1) found) fit
      WHERE fit.room <= 900000) END
$$;
-- +goose StatementEnd
-- One function a kind, with the kind written out: the planner then reads one
-- branch of the view, and the plan is kept.
-- +goose StatementBegin
CREATE FUNCTION search_put_unit(entry_id TEXT) RETURNS VOID LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO search_entries (kind, id, record_id, bloc_id, term_id, words)
    SELECT d.kind, d.id, d.record_id, d.bloc_id, d.term_id, search_lexemes(d.tags, d.words) FROM search_documents d WHERE d.kind = 'unit' AND d.id = entry_id
    ON CONFLICT (id) DO UPDATE SET record_id = excluded.record_id, bloc_id = excluded.bloc_id, term_id = excluded.term_id, words = excluded.words;
  IF NOT FOUND THEN DELETE FROM search_entries WHERE id = entry_id; END IF;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION search_put_bloc(entry_id TEXT) RETURNS VOID LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO search_entries (kind, id, record_id, bloc_id, term_id, words)
    SELECT d.kind, d.id, d.record_id, d.bloc_id, d.term_id, search_lexemes(d.tags, d.words) FROM search_documents d WHERE d.kind = 'bloc' AND d.id = entry_id
    ON CONFLICT (id) DO UPDATE SET record_id = excluded.record_id, bloc_id = excluded.bloc_id, term_id = excluded.term_id, words = excluded.words;
  IF NOT FOUND THEN DELETE FROM search_entries WHERE id = entry_id; END IF;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION search_put_person(entry_id TEXT) RETURNS VOID LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO search_entries (kind, id, record_id, bloc_id, term_id, words)
    SELECT d.kind, d.id, d.record_id, d.bloc_id, d.term_id, search_lexemes(d.tags, d.words) FROM search_documents d WHERE d.kind = 'person' AND d.id = entry_id
    ON CONFLICT (id) DO UPDATE SET record_id = excluded.record_id, bloc_id = excluded.bloc_id, term_id = excluded.term_id, words = excluded.words;
  IF NOT FOUND THEN DELETE FROM search_entries WHERE id = entry_id; END IF;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION search_put_agreement(entry_id TEXT) RETURNS VOID LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO search_entries (kind, id, record_id, bloc_id, term_id, words)
    SELECT d.kind, d.id, d.record_id, d.bloc_id, d.term_id, search_lexemes(d.tags, d.words) FROM search_documents d WHERE d.kind = 'agreement' AND d.id = entry_id
    ON CONFLICT (id) DO UPDATE SET record_id = excluded.record_id, bloc_id = excluded.bloc_id, term_id = excluded.term_id, words = excluded.words;
  IF NOT FOUND THEN DELETE FROM search_entries WHERE id = entry_id; END IF;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION search_put_commitment(entry_id TEXT) RETURNS VOID LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO search_entries (kind, id, record_id, bloc_id, term_id, words)
    SELECT d.kind, d.id, d.record_id, d.bloc_id, d.term_id, search_lexemes(d.tags, d.words) FROM search_documents d WHERE d.kind = 'commitment' AND d.id = entry_id
    ON CONFLICT (id) DO UPDATE SET record_id = excluded.record_id, bloc_id = excluded.bloc_id, term_id = excluded.term_id, words = excluded.words;
  IF NOT FOUND THEN DELETE FROM search_entries WHERE id = entry_id; END IF;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION search_put_decision(entry_id TEXT) RETURNS VOID LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO search_entries (kind, id, record_id, bloc_id, term_id, words)
    SELECT d.kind, d.id, d.record_id, d.bloc_id, d.term_id, search_lexemes(d.tags, d.words) FROM search_documents d WHERE d.kind = 'decision' AND d.id = entry_id
    ON CONFLICT (id) DO UPDATE SET record_id = excluded.record_id, bloc_id = excluded.bloc_id, term_id = excluded.term_id, words = excluded.words;
  IF NOT FOUND THEN DELETE FROM search_entries WHERE id = entry_id; END IF;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION search_put_award(entry_id TEXT) RETURNS VOID LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO search_entries (kind, id, record_id, bloc_id, term_id, words)
    SELECT d.kind, d.id, d.record_id, d.bloc_id, d.term_id, search_lexemes(d.tags, d.words) FROM search_documents d WHERE d.kind = 'award' AND d.id = entry_id
    ON CONFLICT (id) DO UPDATE SET record_id = excluded.record_id, bloc_id = excluded.bloc_id, term_id = excluded.term_id, words = excluded.words;
  IF NOT FOUND THEN DELETE FROM search_entries WHERE id = entry_id; END IF;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION search_put_recipient(entry_id TEXT) RETURNS VOID LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO search_entries (kind, id, record_id, bloc_id, term_id, words)
    SELECT d.kind, d.id, d.record_id, d.bloc_id, d.term_id, search_lexemes(d.tags, d.words) FROM search_documents d WHERE d.kind = 'recipient' AND d.id = entry_id
    ON CONFLICT (id) DO UPDATE SET record_id = excluded.record_id, bloc_id = excluded.bloc_id, term_id = excluded.term_id, words = excluded.words;
  IF NOT FOUND THEN DELETE FROM search_entries WHERE id = entry_id; END IF;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION search_index_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  CASE NEW.kind
    WHEN 'unit' THEN PERFORM search_put_unit(NEW.id);
    WHEN 'bloc' THEN PERFORM search_put_bloc(NEW.id);
    WHEN 'person' THEN PERFORM search_put_person(NEW.id);
    WHEN 'agreement' THEN PERFORM search_put_agreement(NEW.id);
    WHEN 'commitment' THEN PERFORM search_put_commitment(NEW.id);
    WHEN 'decision' THEN PERFORM search_put_decision(NEW.id);
    WHEN 'award' THEN PERFORM search_put_award(NEW.id);
    WHEN 'recipient' THEN PERFORM search_put_recipient(NEW.id);
  END CASE;
  RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER search_index_entry INSTEAD OF INSERT ON search_index FOR EACH ROW EXECUTE FUNCTION search_index_entry();
INSERT INTO search_index (kind, id) SELECT kind, id FROM search_documents ORDER BY id;
-- +goose StatementBegin
CREATE FUNCTION units_search() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN PERFORM search_put_unit(OLD.id); ELSE PERFORM search_put_unit(NEW.id); END IF;
  RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER units_search AFTER INSERT OR DELETE ON units FOR EACH ROW EXECUTE FUNCTION units_search();
CREATE TRIGGER units_search_update AFTER UPDATE ON units FOR EACH ROW WHEN ((OLD.search_text) IS DISTINCT FROM (NEW.search_text)) EXECUTE FUNCTION units_search();
-- +goose StatementBegin
CREATE FUNCTION blocs_search() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN PERFORM search_put_bloc(OLD.id); ELSE PERFORM search_put_bloc(NEW.id); END IF;
  RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER blocs_search AFTER INSERT OR DELETE ON blocs FOR EACH ROW EXECUTE FUNCTION blocs_search();
CREATE TRIGGER blocs_search_update AFTER UPDATE ON blocs FOR EACH ROW WHEN ((OLD.search_text) IS DISTINCT FROM (NEW.search_text)) EXECUTE FUNCTION blocs_search();
-- +goose StatementBegin
CREATE FUNCTION persons_search() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN PERFORM search_put_person(OLD.id); ELSE PERFORM search_put_person(NEW.id); END IF;
  RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER persons_search AFTER INSERT OR DELETE ON persons FOR EACH ROW EXECUTE FUNCTION persons_search();
CREATE TRIGGER persons_search_update AFTER UPDATE ON persons FOR EACH ROW WHEN ((OLD.search_text, OLD.unit_id) IS DISTINCT FROM (NEW.search_text, NEW.unit_id)) EXECUTE FUNCTION persons_search();
-- +goose StatementBegin
CREATE FUNCTION agreements_search() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN PERFORM search_put_agreement(OLD.id); ELSE PERFORM search_put_agreement(NEW.id); END IF;
  RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER agreements_search AFTER INSERT OR DELETE ON agreements FOR EACH ROW EXECUTE FUNCTION agreements_search();
CREATE TRIGGER agreements_search_update AFTER UPDATE ON agreements FOR EACH ROW WHEN ((OLD.search_text, OLD.bloc_id, OLD.term_id) IS DISTINCT FROM (NEW.search_text, NEW.bloc_id, NEW.term_id)) EXECUTE FUNCTION agreements_search();
-- +goose StatementBegin
CREATE FUNCTION commitments_search() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN PERFORM search_put_commitment(OLD.id); ELSE PERFORM search_put_commitment(NEW.id); END IF;
  RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER commitments_search AFTER INSERT OR DELETE ON commitments FOR EACH ROW EXECUTE FUNCTION commitments_search();
CREATE TRIGGER commitments_search_update AFTER UPDATE ON commitments FOR EACH ROW WHEN ((OLD.search_text, OLD.bloc_id, OLD.term_id, OLD.unit_id) IS DISTINCT FROM (NEW.search_text, NEW.bloc_id, NEW.term_id, NEW.unit_id)) EXECUTE FUNCTION commitments_search();
-- +goose StatementBegin
CREATE FUNCTION decisions_search() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN PERFORM search_put_decision(OLD.id); ELSE PERFORM search_put_decision(NEW.id); END IF;
  RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER decisions_search AFTER INSERT OR DELETE ON decisions FOR EACH ROW EXECUTE FUNCTION decisions_search();
CREATE TRIGGER decisions_search_update AFTER UPDATE ON decisions FOR EACH ROW WHEN ((OLD.search_text, OLD.bloc_id, OLD.issued_on, OLD.authority_id, OLD.signatory_id) IS DISTINCT FROM (NEW.search_text, NEW.bloc_id, NEW.issued_on, NEW.authority_id, NEW.signatory_id)) EXECUTE FUNCTION decisions_search();
-- +goose StatementBegin
CREATE FUNCTION awards_search() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN PERFORM search_put_award(OLD.id); ELSE PERFORM search_put_award(NEW.id); END IF;
  RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER awards_search AFTER INSERT OR DELETE ON awards FOR EACH ROW EXECUTE FUNCTION awards_search();
CREATE TRIGGER awards_search_update AFTER UPDATE ON awards FOR EACH ROW WHEN ((OLD.search_text, OLD.bloc_id, OLD.listing_year, OLD.award_type_id) IS DISTINCT FROM (NEW.search_text, NEW.bloc_id, NEW.listing_year, NEW.award_type_id)) EXECUTE FUNCTION awards_search();
-- +goose StatementBegin
CREATE FUNCTION recipients_search() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN PERFORM search_put_recipient(OLD.id); ELSE PERFORM search_put_recipient(NEW.id); END IF;
  RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER recipients_search AFTER INSERT OR DELETE ON recipients FOR EACH ROW EXECUTE FUNCTION recipients_search();
CREATE TRIGGER recipients_search_update AFTER UPDATE ON recipients FOR EACH ROW WHEN ((OLD.search_text, OLD.award_id, OLD.unit_id, OLD.person_id) IS DISTINCT FROM (NEW.search_text, NEW.award_id, NEW.unit_id, NEW.person_id)) EXECUTE FUNCTION recipients_search();
-- +goose StatementBegin
CREATE FUNCTION units_search_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO search_index (kind, id) SELECT 'commitment', id FROM commitments WHERE unit_id = NEW.id;
  INSERT INTO search_index (kind, id) SELECT 'person', id FROM persons WHERE unit_id = NEW.id;
  INSERT INTO search_index (kind, id) SELECT 'recipient', id FROM recipients WHERE unit_id = NEW.id;
  RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER units_search_follow AFTER UPDATE ON units FOR EACH ROW WHEN ((OLD.search_text) IS DISTINCT FROM (NEW.search_text)) EXECUTE FUNCTION units_search_follow();
-- +goose StatementBegin
CREATE FUNCTION blocs_search_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO search_index (kind, id) SELECT 'agreement', id FROM agreements WHERE bloc_id = NEW.id;
  RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER blocs_search_follow AFTER UPDATE ON blocs FOR EACH ROW WHEN ((OLD.search_text) IS DISTINCT FROM (NEW.search_text)) EXECUTE FUNCTION blocs_search_follow();
-- +goose StatementBegin
CREATE FUNCTION terms_search_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO search_index (kind, id) SELECT 'agreement', id FROM agreements WHERE term_id = NEW.id;
  INSERT INTO search_index (kind, id) SELECT 'commitment', id FROM commitments WHERE term_id = NEW.id;
  RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER terms_search_follow AFTER UPDATE ON terms FOR EACH ROW WHEN ((OLD.period_label, OLD.listing_year) IS DISTINCT FROM (NEW.period_label, NEW.listing_year)) EXECUTE FUNCTION terms_search_follow();
-- +goose StatementBegin
CREATE FUNCTION persons_search_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO search_index (kind, id) SELECT 'decision', id FROM decisions WHERE signatory_id = NEW.id;
  INSERT INTO search_index (kind, id) SELECT 'recipient', id FROM recipients WHERE person_id = NEW.id;
  RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER persons_search_follow AFTER UPDATE ON persons FOR EACH ROW WHEN ((OLD.search_text) IS DISTINCT FROM (NEW.search_text)) EXECUTE FUNCTION persons_search_follow();
-- +goose StatementBegin
CREATE FUNCTION authorities_search_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO search_index (kind, id) SELECT 'decision', id FROM decisions WHERE authority_id = NEW.id;
  RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER authorities_search_follow AFTER UPDATE ON authorities FOR EACH ROW WHEN ((OLD.search_text) IS DISTINCT FROM (NEW.search_text)) EXECUTE FUNCTION authorities_search_follow();
-- +goose StatementBegin
CREATE FUNCTION award_types_search_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO search_index (kind, id) SELECT 'award', id FROM awards WHERE award_type_id = NEW.id;
  INSERT INTO search_index (kind, id) SELECT 'recipient', r.id FROM recipients r JOIN awards a ON a.id = r.award_id WHERE a.award_type_id = NEW.id;
  RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER award_types_search_follow AFTER UPDATE ON award_types FOR EACH ROW WHEN ((OLD.search_text) IS DISTINCT FROM (NEW.search_text)) EXECUTE FUNCTION award_types_search_follow();
-- +goose StatementBegin
CREATE FUNCTION awards_search_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO search_index (kind, id) SELECT 'recipient', id FROM recipients WHERE award_id = NEW.id;
  RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER awards_search_follow AFTER UPDATE ON awards FOR EACH ROW WHEN ((OLD.search_text, OLD.bloc_id, OLD.listing_year, OLD.award_type_id) IS DISTINCT FROM (NEW.search_text, NEW.bloc_id, NEW.listing_year, NEW.award_type_id)) EXECUTE FUNCTION awards_search_follow();

-- +goose Down
DROP TRIGGER awards_search_follow ON awards;
DROP FUNCTION awards_search_follow();
DROP TRIGGER award_types_search_follow ON award_types;
DROP TRIGGER authorities_search_follow ON authorities;
DROP TRIGGER persons_search_follow ON persons;
DROP TRIGGER terms_search_follow ON terms;
DROP TRIGGER blocs_search_follow ON blocs;
DROP TRIGGER units_search_follow ON units;
DROP TRIGGER recipients_search_update ON recipients;
DROP TRIGGER recipients_search ON recipients;
DROP TRIGGER awards_search_update ON awards;
DROP TRIGGER awards_search ON awards;
DROP TRIGGER decisions_search_update ON decisions;
DROP TRIGGER decisions_search ON decisions;
DROP TRIGGER commitments_search_update ON commitments;
DROP TRIGGER commitments_search ON commitments;
DROP TRIGGER agreements_search_update ON agreements;
DROP TRIGGER agreements_search ON agreements;
DROP TRIGGER persons_search_update ON persons;
DROP TRIGGER persons_search ON persons;
DROP TRIGGER blocs_search_update ON blocs;
DROP TRIGGER blocs_search ON blocs;
DROP TRIGGER units_search_update ON units;
DROP TRIGGER units_search ON units;
DROP FUNCTION award_types_search_follow();
DROP FUNCTION authorities_search_follow();
DROP FUNCTION persons_search_follow();
DROP FUNCTION terms_search_follow();
DROP FUNCTION blocs_search_follow();
DROP FUNCTION units_search_follow();
DROP FUNCTION recipients_search();
DROP FUNCTION awards_search();
DROP FUNCTION decisions_search();
DROP FUNCTION commitments_search();
DROP FUNCTION agreements_search();
DROP FUNCTION persons_search();
DROP FUNCTION blocs_search();
DROP FUNCTION units_search();
DROP TRIGGER search_index_entry ON search_index;
DROP FUNCTION search_index_entry();
DROP FUNCTION search_put_recipient(TEXT);
DROP FUNCTION search_put_award(TEXT);
DROP FUNCTION search_put_decision(TEXT);
DROP FUNCTION search_put_commitment(TEXT);
DROP FUNCTION search_put_agreement(TEXT);
DROP FUNCTION search_put_person(TEXT);
DROP FUNCTION search_put_bloc(TEXT);
DROP FUNCTION search_put_unit(TEXT);
DROP FUNCTION search_lexemes(TEXT, TEXT);
DROP TABLE search_entries;
