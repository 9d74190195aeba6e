-- What units are given on a score table: one sheet of each unit, and on it for each
-- criterion what the unit says of itself, what a cross-check and the review found, and
-- what counts in the end. All of them are kept.
-- +goose Up
CREATE TABLE score_sheets (
  id           ${TEXT} PRIMARY KEY,
  term_id      ${TEXT} NOT NULL REFERENCES terms (id),
  bloc_id      ${TEXT} NOT NULL REFERENCES blocs (id),
  table_id     ${TEXT} NOT NULL REFERENCES score_tables (id),
  unit_id      ${TEXT} NOT NULL REFERENCES units (id),
  status       ${TEXT} NOT NULL CHECK (status IN ('draft', 'submitted', 'returned', 'verified', 'explained', 'final')),
  status_since ${TIME} NOT NULL,
  explanation  ${TEXT},
  version      INTEGER NOT NULL,
  created_at   ${TIME} NOT NULL,
  updated_at   ${TIME} NOT NULL,
  created_by   ${TEXT} NOT NULL,
  UNIQUE (table_id, unit_id)
);
CREATE INDEX score_sheets_term ON score_sheets (term_id);
CREATE INDEX score_sheets_bloc ON score_sheets (bloc_id, term_id);
CREATE INDEX score_sheets_unit ON score_sheets (unit_id);

CREATE TABLE scores (
  id             ${TEXT} PRIMARY KEY,
  sheet_id       ${TEXT} NOT NULL REFERENCES score_sheets (id),
  criterion_id   ${TEXT} NOT NULL REFERENCES criteria (id),
  term_id        ${TEXT} NOT NULL REFERENCES terms (id),
  bloc_id        ${TEXT} NOT NULL REFERENCES blocs (id),
  self_given     ${TEXT} NOT NULL,
  cross_given    ${TEXT} NOT NULL,
  verified_given ${TEXT} NOT NULL,
  final_given    ${TEXT} NOT NULL,
  evidence       ${TEXT} NOT NULL,
  version        INTEGER NOT NULL,
  created_at     ${TIME} NOT NULL,
  updated_at     ${TIME} NOT NULL,
  created_by     ${TEXT} NOT NULL,
  UNIQUE (sheet_id, criterion_id)
);
CREATE INDEX scores_criterion ON scores (criterion_id);
CREATE INDEX scores_term ON scores (term_id);
CREATE INDEX scores_bloc ON scores (bloc_id);

-- +goose Down
DROP TABLE scores;
DROP TABLE score_sheets;
