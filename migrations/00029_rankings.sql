-- Rankings of a term, one edition after another, and from the day they are concluded
-- the places of its units with all that these rest on.
-- +goose Up
CREATE TABLE rankings (
  id              ${TEXT} PRIMARY KEY,
  term_id         ${TEXT} NOT NULL REFERENCES terms (id),
  bloc_id         ${TEXT} NOT NULL REFERENCES blocs (id),
  edition         INTEGER NOT NULL CHECK (edition > 0),
  status          ${TEXT} NOT NULL CHECK (status IN ('draft', 'concluded', 'published', 'replaced')),
  origin          ${TEXT} NOT NULL CHECK (origin IN ('computed', 'stated')),
  table_id        ${TEXT} REFERENCES score_tables (id),
  vote_id         ${TEXT} REFERENCES votes (id),
  event_id        ${TEXT} REFERENCES events (id),
  decided_on      ${TEXT},
  correction      ${TEXT},
  decision_reason ${TEXT},
  facts           ${TEXT} NOT NULL,
  scale           BIGINT CHECK (scale > 0),
  sources         ${TEXT} NOT NULL,
  basis           ${TEXT} NOT NULL,
  remark          ${TEXT},
  version         INTEGER NOT NULL,
  created_at      ${TIME} NOT NULL,
  updated_at      ${TIME} NOT NULL,
  created_by      ${TEXT} NOT NULL,
  UNIQUE (term_id, edition),
  CHECK (edition = 1 OR correction IS NOT NULL)
);
CREATE UNIQUE INDEX rankings_worked ON rankings (term_id) WHERE status IN ('draft', 'concluded');
CREATE UNIQUE INDEX rankings_published ON rankings (term_id) WHERE status = 'published';
CREATE INDEX rankings_bloc ON rankings (bloc_id, term_id);
CREATE INDEX rankings_table ON rankings (table_id);
CREATE INDEX rankings_vote ON rankings (vote_id);
CREATE INDEX rankings_event ON rankings (event_id);

CREATE TABLE ranking_rows (
  id         ${TEXT} PRIMARY KEY,
  ranking_id ${TEXT} NOT NULL REFERENCES rankings (id),
  term_id    ${TEXT} NOT NULL REFERENCES terms (id),
  bloc_id    ${TEXT} NOT NULL REFERENCES blocs (id),
  position   INTEGER NOT NULL CHECK (position > 0),
  unit_id    ${TEXT} REFERENCES units (id),
  as_written ${TEXT},
  unit_name  ${TEXT} NOT NULL,
  place      INTEGER CHECK (place > 0),
  total      BIGINT,
  full_total BIGINT,
  tied       BOOLEAN NOT NULL,
  broken_by  ${TEXT} NOT NULL,
  class      ${TEXT},
  left_out   BOOLEAN NOT NULL,
  note       ${TEXT},
  marks      ${TEXT} NOT NULL,
  UNIQUE (ranking_id, position),
  UNIQUE (ranking_id, unit_id),
  CHECK (NOT left_out OR place IS NULL)
);
CREATE INDEX ranking_rows_unit ON ranking_rows (unit_id);
CREATE INDEX ranking_rows_term ON ranking_rows (term_id);
CREATE INDEX ranking_rows_bloc ON ranking_rows (bloc_id);

-- +goose Down
DROP TABLE ranking_rows;
DROP TABLE rankings;
