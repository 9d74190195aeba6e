-- A file hangs on exactly one record, which cannot be removed before it.
-- +goose Up
CREATE TABLE attachments (
  id              ${TEXT} PRIMARY KEY,
  of_unit_id      ${TEXT} REFERENCES units (id),
  of_bloc_id      ${TEXT} REFERENCES blocs (id),
  of_term_id      ${TEXT} REFERENCES terms (id),
  of_event_id     ${TEXT} REFERENCES events (id),
  of_agreement_id ${TEXT} REFERENCES agreements (id),
  of_annex_id     ${TEXT} REFERENCES annexes (id),
  of_decision_id  ${TEXT} REFERENCES decisions (id),
  of_award_id     ${TEXT} REFERENCES awards (id),
  name            ${TEXT} NOT NULL,
  name_sort       ${TEXT} NOT NULL,
  search_text     ${TEXT} NOT NULL,
  media_type      ${TEXT} NOT NULL,
  size            BIGINT NOT NULL CHECK (size > 0),
  sha256          ${TEXT} NOT NULL,
  storage_key     ${TEXT} NOT NULL CONSTRAINT attachments_key UNIQUE,
  remark          ${TEXT},
  version         INTEGER NOT NULL,
  created_at      ${TIME} NOT NULL,
  updated_at      ${TIME} NOT NULL,
  created_by      ${TEXT} NOT NULL,
  CHECK (CASE WHEN of_unit_id IS NULL THEN 0 ELSE 1 END + CASE WHEN of_bloc_id IS NULL THEN 0 ELSE 1 END
    + CASE WHEN of_term_id IS NULL THEN 0 ELSE 1 END + CASE WHEN of_event_id IS NULL THEN 0 ELSE 1 END
    + CASE WHEN of_agreement_id IS NULL THEN 0 ELSE 1 END + CASE WHEN of_annex_id IS NULL THEN 0 ELSE 1 END
    + CASE WHEN of_decision_id IS NULL THEN 0 ELSE 1 END + CASE WHEN of_award_id IS NULL THEN 0 ELSE 1 END = 1)
);
CREATE INDEX attachments_order ON attachments (name_sort, id);
CREATE INDEX attachments_size ON attachments (size, id);
CREATE INDEX attachments_unit ON attachments (of_unit_id, id);
CREATE INDEX attachments_bloc ON attachments (of_bloc_id, id);
CREATE INDEX attachments_term ON attachments (of_term_id, id);
CREATE INDEX attachments_event ON attachments (of_event_id, id);
CREATE INDEX attachments_agreement ON attachments (of_agreement_id, id);
CREATE INDEX attachments_annex ON attachments (of_annex_id, id);
CREATE INDEX attachments_decision ON attachments (of_decision_id, id);
CREATE INDEX attachments_award ON attachments (of_award_id, id);

-- +goose Down
DROP TABLE attachments;
