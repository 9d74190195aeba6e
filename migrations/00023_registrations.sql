-- What a unit registers for a term beside the joint text: commitments of its own
-- and the titles it aims at. The parts carry their bloc and term, so that what was
-- registered can be held against what was proposed and awarded. Each submission
-- keeps what it said, which tells later what changed.
-- +goose Up
CREATE TABLE registrations (
  id                        ${TEXT} PRIMARY KEY,
  term_id                   ${TEXT} NOT NULL REFERENCES terms (id),
  bloc_id                   ${TEXT} NOT NULL REFERENCES blocs (id),
  unit_id                   ${TEXT} NOT NULL REFERENCES units (id),
  unit_as_written           ${TEXT},
  status                    ${TEXT} NOT NULL CHECK (status IN ('draft', 'submitted', 'returned', 'accepted')),
  status_since              ${TIME} NOT NULL,
  first_sent_on             ${TEXT},
  reopened                  ${TEXT} NOT NULL,
  head_id                   ${TEXT} REFERENCES persons (id),
  head_as_written           ${TEXT},
  head_position_as_written  ${TEXT},
  union_id                  ${TEXT} REFERENCES persons (id),
  union_as_written          ${TEXT},
  union_position_as_written ${TEXT},
  registered_on             ${TEXT},
  document_as_written       ${TEXT},
  recorded_by               ${TEXT} NOT NULL,
  search_text               ${TEXT} NOT NULL,
  sources                   ${TEXT} NOT NULL,
  basis                     ${TEXT} NOT NULL,
  remark                    ${TEXT},
  version                   INTEGER NOT NULL,
  created_at                ${TIME} NOT NULL,
  updated_at                ${TIME} NOT NULL,
  created_by                ${TEXT} NOT NULL,
  UNIQUE (term_id, unit_id)
);
CREATE INDEX registrations_bloc ON registrations (bloc_id, term_id);
CREATE INDEX registrations_unit ON registrations (unit_id);
CREATE INDEX registrations_head ON registrations (head_id);
CREATE INDEX registrations_union ON registrations (union_id);

CREATE TABLE registration_commitments (
  id              ${TEXT} PRIMARY KEY,
  registration_id ${TEXT} NOT NULL REFERENCES registrations (id),
  term_id         ${TEXT} NOT NULL REFERENCES terms (id),
  bloc_id         ${TEXT} NOT NULL REFERENCES blocs (id),
  position        INTEGER NOT NULL CHECK (position > 0),
  text            ${TEXT} NOT NULL,
  measure         ${TEXT} CHECK (measure IN ('qualitative', 'quantity', 'percent', 'milestone')),
  target          BIGINT,
  unit_of_measure ${TEXT},
  due_on          ${TEXT},
  movement_id     ${TEXT} REFERENCES movements (id),
  note            ${TEXT}
);
CREATE INDEX registration_commitments_order ON registration_commitments (registration_id, position, id);
CREATE INDEX registration_commitments_term ON registration_commitments (term_id);
CREATE INDEX registration_commitments_bloc ON registration_commitments (bloc_id);
CREATE INDEX registration_commitments_movement ON registration_commitments (movement_id);

CREATE TABLE registration_titles (
  id                ${TEXT} PRIMARY KEY,
  registration_id   ${TEXT} NOT NULL REFERENCES registrations (id),
  term_id           ${TEXT} NOT NULL REFERENCES terms (id),
  bloc_id           ${TEXT} NOT NULL REFERENCES blocs (id),
  position          INTEGER NOT NULL CHECK (position > 0),
  subject           ${TEXT} NOT NULL CHECK (subject IN ('collective', 'individual', 'household', 'initiative')),
  award_type_id     ${TEXT} REFERENCES award_types (id),
  type_as_written   ${TEXT},
  unit_id           ${TEXT} REFERENCES units (id),
  unit_as_written   ${TEXT},
  person_id         ${TEXT} REFERENCES persons (id),
  person_as_written ${TEXT},
  name              ${TEXT},
  count             INTEGER CHECK (count > 0),
  period_kind       ${TEXT},
  period_label      ${TEXT},
  period_starts_on  ${TEXT},
  period_ends_on    ${TEXT},
  note              ${TEXT}
);
CREATE INDEX registration_titles_order ON registration_titles (registration_id, position, id);
CREATE INDEX registration_titles_term ON registration_titles (term_id);
CREATE INDEX registration_titles_bloc ON registration_titles (bloc_id);
CREATE INDEX registration_titles_type ON registration_titles (award_type_id);
CREATE INDEX registration_titles_unit ON registration_titles (unit_id);
CREATE INDEX registration_titles_person ON registration_titles (person_id);

CREATE TABLE registration_submissions (
  id              ${TEXT} PRIMARY KEY,
  registration_id ${TEXT} NOT NULL REFERENCES registrations (id),
  term_id         ${TEXT} NOT NULL REFERENCES terms (id),
  bloc_id         ${TEXT} NOT NULL REFERENCES blocs (id),
  number          INTEGER NOT NULL CHECK (number > 0),
  at              ${TIME} NOT NULL,
  actor_id        ${TEXT} NOT NULL,
  actor_name      ${TEXT} NOT NULL,
  content         ${TEXT} NOT NULL,
  UNIQUE (registration_id, number)
);
CREATE INDEX registration_submissions_term ON registration_submissions (term_id);
CREATE INDEX registration_submissions_bloc ON registration_submissions (bloc_id);

-- +goose Down
DROP TABLE registration_submissions;
DROP TABLE registration_titles;
DROP TABLE registration_commitments;
DROP TABLE registrations;
