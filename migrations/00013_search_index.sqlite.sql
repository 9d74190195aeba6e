-- The word index on SQLite: FTS5 over folded words, without a copy of the text.
-- Its rowid is the entry's number, so newest first is its own order.
-- +goose Up
CREATE TABLE search_entries (
  seq     INTEGER PRIMARY KEY,
  kind    ${TEXT} NOT NULL,
  id      ${TEXT} NOT NULL CONSTRAINT search_entries_id UNIQUE,
  record_id ${TEXT} NOT NULL,
  bloc_id ${TEXT},
  term_id ${TEXT}
);
CREATE VIRTUAL TABLE search_words USING fts5 (tags, words, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 0 tokenchars '/_'", prefix = '2 3');
-- +goose StatementBegin
CREATE TRIGGER search_index_entry INSTEAD OF INSERT ON search_index
BEGIN
  DELETE FROM search_words WHERE rowid = (SELECT seq FROM search_entries WHERE id = NEW.id);
  DELETE FROM search_entries WHERE id = NEW.id AND NOT EXISTS (SELECT 1 FROM search_documents WHERE kind = NEW.kind AND id = NEW.id);
  INSERT INTO search_entries (kind, id, record_id, bloc_id, term_id)
    SELECT kind, id, record_id, bloc_id, term_id FROM search_documents WHERE kind = NEW.kind AND id = NEW.id
    ON CONFLICT (id) DO UPDATE SET record_id = excluded.record_id, bloc_id = excluded.bloc_id, term_id = excluded.term_id;
  INSERT INTO search_words (rowid, tags, words)
    SELECT e.seq, d.tags, d.words FROM search_documents d JOIN search_entries e ON e.id = d.id WHERE d.kind = NEW.kind AND d.id = NEW.id;
END;
-- +goose StatementEnd
INSERT INTO search_index (kind, id) SELECT kind, id FROM search_documents ORDER BY id;

-- +goose StatementBegin
CREATE TRIGGER units_search_insert AFTER INSERT ON units
BEGIN INSERT INTO search_index (kind, id) VALUES ('unit', NEW.id); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER units_search_delete AFTER DELETE ON units
BEGIN INSERT INTO search_index (kind, id) VALUES ('unit', OLD.id); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER units_search_update AFTER UPDATE ON units WHEN OLD.search_text IS NOT NEW.search_text
BEGIN INSERT INTO search_index (kind, id) VALUES ('unit', NEW.id); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER blocs_search_insert AFTER INSERT ON blocs
BEGIN INSERT INTO search_index (kind, id) VALUES ('bloc', NEW.id); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER blocs_search_delete AFTER DELETE ON blocs
BEGIN INSERT INTO search_index (kind, id) VALUES ('bloc', OLD.id); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER blocs_search_update AFTER UPDATE ON blocs WHEN OLD.search_text IS NOT NEW.search_text
BEGIN INSERT INTO search_index (kind, id) VALUES ('bloc', NEW.id); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER persons_search_insert AFTER INSERT ON persons
BEGIN INSERT INTO search_index (kind, id) VALUES ('person', NEW.id); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER persons_search_delete AFTER DELETE ON persons
BEGIN INSERT INTO search_index (kind, id) VALUES ('person', OLD.id); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER persons_search_update AFTER UPDATE ON persons WHEN OLD.search_text IS NOT NEW.search_text OR OLD.unit_id IS NOT NEW.unit_id
BEGIN INSERT INTO search_index (kind, id) VALUES ('person', NEW.id); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER agreements_search_insert AFTER INSERT ON agreements
BEGIN INSERT INTO search_index (kind, id) VALUES ('agreement', NEW.id); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER agreements_search_delete AFTER DELETE ON agreements
BEGIN INSERT INTO search_index (kind, id) VALUES ('agreement', OLD.id); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER agreements_search_update AFTER UPDATE ON agreements WHEN OLD.search_text IS NOT NEW.search_text OR OLD.bloc_id IS NOT NEW.bloc_id OR OLD.term_id IS NOT NEW.term_id
BEGIN INSERT INTO search_index (kind, id) VALUES ('agreement', NEW.id); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER commitments_search_insert AFTER INSERT ON commitments
BEGIN INSERT INTO search_index (kind, id) VALUES ('commitment', NEW.id); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER commitments_search_delete AFTER DELETE ON commitments
BEGIN INSERT INTO search_index (kind, id) VALUES ('commitment', OLD.id); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER commitments_search_update AFTER UPDATE ON commitments WHEN OLD.search_text IS NOT NEW.search_text OR OLD.bloc_id IS NOT NEW.bloc_id OR OLD.term_id IS NOT NEW.term_id OR OLD.unit_id IS NOT NEW.unit_id
BEGIN INSERT INTO search_index (kind, id) VALUES ('commitment', NEW.id); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER decisions_search_insert AFTER INSERT ON decisions
BEGIN INSERT INTO search_index (kind, id) VALUES ('decision', NEW.id); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER decisions_search_delete AFTER DELETE ON decisions
BEGIN INSERT INTO search_index (kind, id) VALUES ('decision', OLD.id); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER decisions_search_update AFTER UPDATE ON decisions WHEN OLD.search_text IS NOT NEW.search_text OR OLD.bloc_id IS NOT NEW.bloc_id OR OLD.issued_on IS NOT NEW.issued_on OR OLD.authority_id IS NOT NEW.authority_id OR OLD.signatory_id IS NOT NEW.signatory_id
BEGIN INSERT INTO search_index (kind, id) VALUES ('decision', NEW.id); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER awards_search_insert AFTER INSERT ON awards
BEGIN INSERT INTO search_index (kind, id) VALUES ('award', NEW.id); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER awards_search_delete AFTER DELETE ON awards
BEGIN INSERT INTO search_index (kind, id) VALUES ('award', OLD.id); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER awards_search_update AFTER UPDATE ON awards WHEN OLD.search_text IS NOT NEW.search_text OR OLD.bloc_id IS NOT NEW.bloc_id OR OLD.listing_year IS NOT NEW.listing_year OR OLD.award_type_id IS NOT NEW.award_type_id
BEGIN INSERT INTO search_index (kind, id) VALUES ('award', NEW.id); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER recipients_search_insert AFTER INSERT ON recipients
BEGIN INSERT INTO search_index (kind, id) VALUES ('recipient', NEW.id); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER recipients_search_delete AFTER DELETE ON recipients
BEGIN INSERT INTO search_index (kind, id) VALUES ('recipient', OLD.id); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER recipients_search_update AFTER UPDATE ON recipients WHEN OLD.search_text IS NOT NEW.search_text OR OLD.award_id IS NOT NEW.award_id OR OLD.unit_id IS NOT NEW.unit_id OR OLD.person_id IS NOT NEW.person_id
BEGIN INSERT INTO search_index (kind, id) VALUES ('recipient', NEW.id); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER units_search_follow AFTER UPDATE ON units WHEN OLD.search_text IS NOT NEW.search_text
BEGIN INSERT INTO search_index (kind, id) SELECT 'commitment', id FROM commitments WHERE unit_id = NEW.id; INSERT INTO search_index (kind, id) SELECT 'person', id FROM persons WHERE unit_id = NEW.id; INSERT INTO search_index (kind, id) SELECT 'recipient', id FROM recipients WHERE unit_id = NEW.id; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER blocs_search_follow AFTER UPDATE ON blocs WHEN OLD.search_text IS NOT NEW.search_text
BEGIN INSERT INTO search_index (kind, id) SELECT 'agreement', id FROM agreements WHERE bloc_id = NEW.id; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER terms_search_follow AFTER UPDATE ON terms WHEN OLD.period_label IS NOT NEW.period_label OR OLD.listing_year IS NOT NEW.listing_year
BEGIN INSERT INTO search_index (kind, id) SELECT 'agreement', id FROM agreements WHERE term_id = NEW.id; INSERT INTO search_index (kind, id) SELECT 'commitment', id FROM commitments WHERE term_id = NEW.id; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER persons_search_follow AFTER UPDATE ON persons WHEN OLD.search_text IS NOT NEW.search_text
BEGIN INSERT INTO search_index (kind, id) SELECT 'decision', id FROM decisions WHERE signatory_id = NEW.id; INSERT INTO search_index (kind, id) SELECT 'recipient', id FROM recipients WHERE person_id = NEW.id; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER authorities_search_follow AFTER UPDATE ON authorities WHEN OLD.search_text IS NOT NEW.search_text
BEGIN INSERT INTO search_index (kind, id) SELECT 'decision', id FROM decisions WHERE authority_id = NEW.id; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER award_types_search_follow AFTER UPDATE ON award_types WHEN OLD.search_text IS NOT NEW.search_text
BEGIN INSERT INTO search_index (kind, id) SELECT 'award', id FROM awards WHERE award_type_id = NEW.id; INSERT INTO search_index (kind, id) SELECT 'recipient', r.id FROM recipients r JOIN awards a ON a.id = r.award_id WHERE a.award_type_id = NEW.id; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER awards_search_follow AFTER UPDATE ON awards WHEN OLD.search_text IS NOT NEW.search_text OR OLD.bloc_id IS NOT NEW.bloc_id OR OLD.listing_year IS NOT NEW.listing_year OR OLD.award_type_id IS NOT NEW.award_type_id
BEGIN INSERT INTO search_index (kind, id) SELECT 'recipient', id FROM recipients WHERE award_id = NEW.id; END;
-- +goose StatementEnd

-- +goose Down
DROP TRIGGER awards_search_follow;
DROP TRIGGER award_types_search_follow;
DROP TRIGGER authorities_search_follow;
DROP TRIGGER persons_search_follow;
DROP TRIGGER terms_search_follow;
DROP TRIGGER blocs_search_follow;
DROP TRIGGER units_search_follow;
DROP TRIGGER recipients_search_update;
DROP TRIGGER recipients_search_delete;
DROP TRIGGER recipients_search_insert;
DROP TRIGGER awards_search_update;
DROP TRIGGER awards_search_delete;
DROP TRIGGER awards_search_insert;
DROP TRIGGER decisions_search_update;
DROP TRIGGER decisions_search_delete;
DROP TRIGGER decisions_search_insert;
DROP TRIGGER commitments_search_update;
DROP TRIGGER commitments_search_delete;
DROP TRIGGER commitments_search_insert;
DROP TRIGGER agreements_search_update;
DROP TRIGGER agreements_search_delete;
DROP TRIGGER agreements_search_insert;
DROP TRIGGER persons_search_update;
DROP TRIGGER persons_search_delete;
DROP TRIGGER persons_search_insert;
DROP TRIGGER blocs_search_update;
DROP TRIGGER blocs_search_delete;
DROP TRIGGER blocs_search_insert;
DROP TRIGGER units_search_update;
DROP TRIGGER units_search_delete;
DROP TRIGGER units_search_insert;
DROP TRIGGER search_index_entry;
DROP TABLE search_words;
DROP TABLE search_entries;
