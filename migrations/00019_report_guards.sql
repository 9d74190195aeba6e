-- What a wording or an issued report is about cannot be removed under it: records
-- of three kinds were held fast before, agreements and decisions now are, too. An
-- issued report bears a seal over all of its row. Jobs hold nothing: they tell of
-- files that are kept for a day, and what they were about may go.
-- +goose Up
ALTER TABLE report_wordings ADD COLUMN agreement_id ${TEXT} REFERENCES agreements (id);
ALTER TABLE report_wordings ADD COLUMN decision_id ${TEXT} REFERENCES decisions (id);
ALTER TABLE issued_reports ADD COLUMN agreement_id ${TEXT} REFERENCES agreements (id);
ALTER TABLE issued_reports ADD COLUMN decision_id ${TEXT} REFERENCES decisions (id);
ALTER TABLE issued_reports ADD COLUMN seal ${TEXT} NOT NULL DEFAULT '';
UPDATE report_wordings SET agreement_id = subject_id WHERE kind = 'agreement' AND subject_id IN (SELECT id FROM agreements);
UPDATE report_wordings SET decision_id = subject_id WHERE kind = 'commendations' AND subject_id IN (SELECT id FROM decisions);
UPDATE issued_reports SET agreement_id = subject_id WHERE kind = 'agreement' AND subject_id IN (SELECT id FROM agreements);
UPDATE issued_reports SET decision_id = subject_id WHERE kind = 'commendations' AND subject_id IN (SELECT id FROM decisions);
DROP TABLE report_jobs;
CREATE TABLE report_jobs (
  id          ${TEXT} PRIMARY KEY,
  kind        ${TEXT} NOT NULL,
  subject_id  ${TEXT} NOT NULL,
  bloc_id     ${TEXT},
  term_id     ${TEXT},
  unit_id     ${TEXT},
  name        ${TEXT} NOT NULL,
  period      ${TEXT} NOT NULL,
  language    ${TEXT} NOT NULL CHECK (language IN ('vi', 'en')),
  options     ${TEXT} NOT NULL,
  formats     ${TEXT} NOT NULL,
  state       ${TEXT} NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'expired')),
  worker      ${TEXT},
  held_until  ${TIME},
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
ALTER TABLE issued_reports DROP COLUMN seal;
ALTER TABLE issued_reports DROP COLUMN decision_id;
ALTER TABLE issued_reports DROP COLUMN agreement_id;
ALTER TABLE report_wordings DROP COLUMN decision_id;
ALTER TABLE report_wordings DROP COLUMN agreement_id;
