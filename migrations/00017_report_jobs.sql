-- Files that take a while to make, and what became of them.
-- +goose Up
CREATE TABLE report_jobs (
  id          ${TEXT} PRIMARY KEY,
  kind        ${TEXT} NOT NULL,
  subject_id  ${TEXT} NOT NULL,
  bloc_id     ${TEXT} REFERENCES blocs (id),
  term_id     ${TEXT} REFERENCES terms (id),
  unit_id     ${TEXT} REFERENCES units (id),
  name        ${TEXT} NOT NULL,
  period      ${TEXT} NOT NULL,
  language    ${TEXT} NOT NULL CHECK (language IN ('vi', 'en')),
  options     ${TEXT} NOT NULL,
  formats     ${TEXT} NOT NULL,
  state       ${TEXT} NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'expired')),
  done        INTEGER NOT NULL,
  total       INTEGER,
  failure     ${TEXT},
  file_name   ${TEXT},
  file_size   BIGINT,
  sha256      ${TEXT},
  finished_at ${TIME},
  expires_at  ${TIME},
  version     INTEGER NOT NULL,
  created_at  ${TIME} NOT NULL,
  updated_at  ${TIME} NOT NULL,
  created_by  ${TEXT} NOT NULL
);
CREATE INDEX report_jobs_own ON report_jobs (created_by, id);
CREATE INDEX report_jobs_state ON report_jobs (state, id);

-- +goose Down
DROP TABLE report_jobs;
