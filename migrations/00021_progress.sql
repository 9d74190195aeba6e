-- What became of commitments and indicators, period by period, and which periods
-- of a term are closed.
-- +goose Up
CREATE TABLE progress_entries (
  id                      ${TEXT} PRIMARY KEY,
  term_id                 ${TEXT} NOT NULL REFERENCES terms (id),
  bloc_id                 ${TEXT} NOT NULL REFERENCES blocs (id),
  commitment_id           ${TEXT} REFERENCES commitments (id),
  indicator               ${TEXT},
  scope                   ${TEXT} NOT NULL CHECK (scope IN ('bloc', 'unit')),
  unit_id                 ${TEXT} REFERENCES units (id),
  unit_as_written         ${TEXT},
  period_kind             ${TEXT} NOT NULL CHECK (period_kind IN ('calendar_year', 'school_year', 'range', 'quarter', 'half', 'nine_months')),
  period_label            ${TEXT} NOT NULL,
  period_starts_on        ${TEXT} NOT NULL,
  period_ends_on          ${TEXT} NOT NULL,
  as_of                   ${TEXT},
  planned_value           BIGINT,
  planned_unit            ${TEXT},
  planned_as_written      ${TEXT},
  planned_qualifier       ${TEXT} CHECK (planned_qualifier IN ('exact', 'over', 'nearly', 'estimate')),
  actual_value            BIGINT,
  actual_unit             ${TEXT},
  actual_as_written       ${TEXT},
  actual_qualifier        ${TEXT} CHECK (actual_qualifier IN ('exact', 'over', 'nearly', 'estimate')),
  share_value             BIGINT,
  share_unit              ${TEXT},
  share_as_written        ${TEXT},
  share_qualifier         ${TEXT} CHECK (share_qualifier IN ('exact', 'over', 'nearly', 'estimate')),
  change_value            BIGINT,
  change_unit             ${TEXT},
  change_as_written       ${TEXT},
  change_qualifier        ${TEXT} CHECK (change_qualifier IN ('exact', 'over', 'nearly', 'estimate')),
  level                   ${TEXT} CHECK (level IN ('good', 'fair', 'met', 'not_met')),
  completed_on            ${TEXT},
  results                 ${TEXT},
  difficulties            ${TEXT},
  evidence                ${TEXT} NOT NULL,
  reported_by_id          ${TEXT} REFERENCES persons (id),
  reported_by_as_written  ${TEXT},
  verdict                 ${TEXT} CHECK (verdict IN ('confirmed', 'incomplete', 'not_recognised')),
  verdict_note            ${TEXT},
  verified_value          BIGINT,
  verified_unit           ${TEXT},
  verified_as_written     ${TEXT},
  verified_qualifier      ${TEXT} CHECK (verified_qualifier IN ('exact', 'over', 'nearly', 'estimate')),
  verdict_by              ${TEXT},
  verdict_at              ${TIME},
  verdict_version         INTEGER,
  sources                 ${TEXT} NOT NULL,
  basis                   ${TEXT} NOT NULL,
  remark                  ${TEXT},
  version                 INTEGER NOT NULL,
  created_at              ${TIME} NOT NULL,
  updated_at              ${TIME} NOT NULL,
  created_by              ${TEXT} NOT NULL,
  CHECK (commitment_id IS NULL OR indicator IS NULL),
  CHECK (scope = 'unit' OR unit_id IS NULL AND unit_as_written IS NULL)
);
CREATE UNIQUE INDEX progress_entries_cell ON progress_entries (commitment_id, unit_id, period_kind, period_label);
CREATE UNIQUE INDEX progress_entries_whole ON progress_entries (commitment_id, period_kind, period_label) WHERE scope = 'bloc';
CREATE INDEX progress_entries_term ON progress_entries (term_id, period_ends_on);
CREATE INDEX progress_entries_bloc ON progress_entries (bloc_id);
CREATE INDEX progress_entries_unit ON progress_entries (unit_id);
CREATE INDEX progress_entries_person ON progress_entries (reported_by_id);
CREATE INDEX progress_entries_order ON progress_entries (period_ends_on, id);
CREATE TABLE period_closings (
  id               ${TEXT} PRIMARY KEY,
  term_id          ${TEXT} NOT NULL REFERENCES terms (id),
  bloc_id          ${TEXT} NOT NULL REFERENCES blocs (id),
  period_kind      ${TEXT} NOT NULL CHECK (period_kind IN ('calendar_year', 'school_year', 'range', 'quarter', 'half', 'nine_months')),
  period_label     ${TEXT} NOT NULL,
  period_starts_on ${TEXT} NOT NULL,
  period_ends_on   ${TEXT} NOT NULL,
  status           ${TEXT} NOT NULL CHECK (status IN ('closed', 'reopened')),
  closed_on        ${TEXT} NOT NULL,
  event_id         ${TEXT} REFERENCES events (id),
  note             ${TEXT},
  version          INTEGER NOT NULL,
  created_at       ${TIME} NOT NULL,
  updated_at       ${TIME} NOT NULL,
  created_by       ${TEXT} NOT NULL,
  UNIQUE (term_id, period_kind, period_label)
);
CREATE INDEX period_closings_bloc ON period_closings (bloc_id);
CREATE INDEX period_closings_event ON period_closings (event_id);

-- +goose Down
DROP TABLE period_closings;
DROP TABLE progress_entries;
