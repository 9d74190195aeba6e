-- Score tables of a term: one edition after another, and the criteria of each as a
-- tree. A criterion without units of its own is everybody's.
-- +goose Up
CREATE TABLE score_tables (
  id                  ${TEXT} PRIMARY KEY,
  term_id             ${TEXT} NOT NULL REFERENCES terms (id),
  bloc_id             ${TEXT} NOT NULL REFERENCES blocs (id),
  edition             INTEGER NOT NULL CHECK (edition > 0),
  title               ${TEXT} NOT NULL,
  status              ${TEXT} NOT NULL CHECK (status IN ('draft', 'applied', 'replaced')),
  mode                ${TEXT} NOT NULL CHECK (mode IN ('points', 'rank_by_metric')),
  scale               BIGINT CHECK (scale > 0),
  rounding_step       BIGINT NOT NULL CHECK (rounding_step IN (1, 10, 25, 50, 100)),
  rounding_mode       ${TEXT} NOT NULL CHECK (rounding_mode IN ('half_up', 'down', 'up')),
  tie_breaks          ${TEXT} NOT NULL,
  classes             ${TEXT} NOT NULL,
  adopted_on          ${TEXT},
  event_id            ${TEXT} REFERENCES events (id),
  document_as_written ${TEXT},
  copied_from_id      ${TEXT} REFERENCES score_tables (id),
  example             ${TEXT},
  search_text         ${TEXT} NOT NULL,
  sources             ${TEXT} NOT NULL,
  basis               ${TEXT} NOT NULL,
  remark              ${TEXT},
  version             INTEGER NOT NULL,
  created_at          ${TIME} NOT NULL,
  updated_at          ${TIME} NOT NULL,
  created_by          ${TEXT} NOT NULL,
  UNIQUE (term_id, edition)
);
CREATE UNIQUE INDEX score_tables_applied ON score_tables (term_id) WHERE status = 'applied';
CREATE INDEX score_tables_bloc ON score_tables (bloc_id, term_id);
CREATE INDEX score_tables_event ON score_tables (event_id);
CREATE INDEX score_tables_copied ON score_tables (copied_from_id);

CREATE TABLE criteria (
  id                ${TEXT} PRIMARY KEY,
  table_id          ${TEXT} NOT NULL REFERENCES score_tables (id),
  term_id           ${TEXT} NOT NULL REFERENCES terms (id),
  bloc_id           ${TEXT} NOT NULL REFERENCES blocs (id),
  position          INTEGER NOT NULL CHECK (position > 0),
  code              ${TEXT} NOT NULL,
  parent_code       ${TEXT},
  text              ${TEXT} NOT NULL,
  kind              ${TEXT} NOT NULL CHECK (kind IN ('group', 'manual', 'ratio', 'relative_to_best', 'tiers', 'pass_fail', 'per_occurrence', 'bonus', 'penalty', 'figure')),
  max               BIGINT NOT NULL CHECK (max >= 0),
  each              BIGINT CHECK (each > 0),
  bands             ${TEXT} NOT NULL,
  options           ${TEXT} NOT NULL,
  gate              ${TEXT},
  evidence_required BOOLEAN NOT NULL,
  scored_by         ${TEXT} NOT NULL CHECK (scored_by IN ('unit', 'leader', 'council')),
  unit_of_measure   ${TEXT},
  guidance          ${TEXT},
  UNIQUE (table_id, code),
  UNIQUE (table_id, position)
);
CREATE INDEX criteria_parent ON criteria (table_id, parent_code);
CREATE INDEX criteria_term ON criteria (term_id);
CREATE INDEX criteria_bloc ON criteria (bloc_id);

CREATE TABLE criterion_units (
  criterion_id ${TEXT} NOT NULL REFERENCES criteria (id),
  unit_id      ${TEXT} NOT NULL REFERENCES units (id),
  table_id     ${TEXT} NOT NULL REFERENCES score_tables (id),
  PRIMARY KEY (criterion_id, unit_id)
);
CREATE INDEX criterion_units_unit ON criterion_units (unit_id);
CREATE INDEX criterion_units_table ON criterion_units (table_id);

-- +goose Down
DROP TABLE criterion_units;
DROP TABLE criteria;
DROP TABLE score_tables;
