-- What an office writes into the document of a report, revision by revision, and
-- the reports that were issued, each with its snapshot. Both stand for ever.
-- +goose Up
CREATE TABLE report_wordings (
  id         ${TEXT} PRIMARY KEY,
  kind       ${TEXT} NOT NULL,
  subject_id ${TEXT} NOT NULL,
  bloc_id    ${TEXT} REFERENCES blocs (id),
  term_id    ${TEXT} REFERENCES terms (id),
  unit_id    ${TEXT} REFERENCES units (id),
  revision   INTEGER NOT NULL CHECK (revision > 0),
  wording    ${TEXT} NOT NULL,
  version    INTEGER NOT NULL,
  created_at ${TIME} NOT NULL,
  updated_at ${TIME} NOT NULL,
  created_by ${TEXT} NOT NULL,
  CONSTRAINT report_wordings_revision UNIQUE (kind, subject_id, revision)
);
CREATE INDEX report_wordings_bloc ON report_wordings (bloc_id, id);

CREATE TABLE issued_reports (
  id           ${TEXT} PRIMARY KEY,
  code         ${TEXT} NOT NULL CONSTRAINT issued_reports_code UNIQUE,
  kind         ${TEXT} NOT NULL,
  subject_id   ${TEXT} NOT NULL,
  bloc_id      ${TEXT} REFERENCES blocs (id),
  term_id      ${TEXT} REFERENCES terms (id),
  unit_id      ${TEXT} REFERENCES units (id),
  name         ${TEXT} NOT NULL,
  period       ${TEXT} NOT NULL,
  language     ${TEXT} NOT NULL CHECK (language IN ('vi', 'en')),
  options      ${TEXT} NOT NULL,
  reader       ${TEXT} NOT NULL,
  status       ${TEXT} NOT NULL CHECK (status IN ('issued', 'withdrawn')),
  link         ${TEXT} NOT NULL,
  checksum     ${TEXT} NOT NULL,
  data_as_of   ${TIME} NOT NULL,
  document_status ${TEXT} NOT NULL CHECK (document_status IN ('draft', 'locked', 'current')),
  snapshot     ${TEXT} NOT NULL,
  version      INTEGER NOT NULL,
  created_at   ${TIME} NOT NULL,
  updated_at   ${TIME} NOT NULL,
  created_by   ${TEXT} NOT NULL
);
CREATE INDEX issued_reports_subject ON issued_reports (subject_id, id);
CREATE INDEX issued_reports_bloc ON issued_reports (bloc_id, id);

-- +goose Down
DROP TABLE issued_reports;
DROP TABLE report_wordings;
