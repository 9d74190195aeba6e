-- +goose Up
CREATE TABLE arrangements (
  id                   ${TEXT} PRIMARY KEY,
  organizer_id         ${TEXT} REFERENCES authorities (id),
  organizer_as_written ${TEXT},
  period_kind          ${TEXT} NOT NULL,
  period_label         ${TEXT} NOT NULL,
  period_starts_on     ${TEXT} NOT NULL,
  period_ends_on       ${TEXT} NOT NULL,
  listing_year         INTEGER,
  document_as_written  ${TEXT},
  stated_bloc_count    INTEGER CHECK (stated_bloc_count >= 0),
  stated_unit_count    INTEGER CHECK (stated_unit_count >= 0),
  sources              ${TEXT} NOT NULL,
  basis                ${TEXT} NOT NULL,
  remark               ${TEXT},
  version              INTEGER NOT NULL,
  created_at           ${TIME} NOT NULL,
  updated_at           ${TIME} NOT NULL,
  created_by           ${TEXT} NOT NULL,
  CHECK (organizer_id IS NOT NULL OR organizer_as_written IS NOT NULL)
);
CREATE INDEX arrangements_organizer ON arrangements (organizer_id);
CREATE TABLE blocs (
  id                   ${TEXT} PRIMARY KEY,
  code                 ${TEXT},
  kind                 ${TEXT} NOT NULL CHECK (kind IN ('bloc', 'cluster')),
  name                 ${TEXT} NOT NULL,
  names                ${TEXT} NOT NULL,
  name_sort            ${TEXT} NOT NULL,
  search_text          ${TEXT} NOT NULL,
  organizer_id         ${TEXT} REFERENCES authorities (id),
  organizer_as_written ${TEXT},
  provinces            ${TEXT} NOT NULL,
  sector               ${TEXT},
  document_layout      ${TEXT} CHECK (document_layout IN ('party', 'state', 'enterprise')),
  valid_from           ${TEXT},
  valid_to             ${TEXT},
  sources              ${TEXT} NOT NULL,
  basis                ${TEXT} NOT NULL,
  remark               ${TEXT},
  version              INTEGER NOT NULL,
  created_at           ${TIME} NOT NULL,
  updated_at           ${TIME} NOT NULL,
  created_by           ${TEXT} NOT NULL
);
CREATE INDEX blocs_order ON blocs (name_sort, id);
CREATE INDEX blocs_organizer ON blocs (organizer_id);
CREATE TABLE terms (
  id                   ${TEXT} PRIMARY KEY,
  bloc_id              ${TEXT} NOT NULL REFERENCES blocs (id),
  period_kind          ${TEXT} NOT NULL,
  period_label         ${TEXT} NOT NULL,
  period_starts_on     ${TEXT} NOT NULL,
  period_ends_on       ${TEXT} NOT NULL,
  listing_year         INTEGER,
  theme                ${TEXT},
  theme_of_id          ${TEXT} REFERENCES authorities (id),
  theme_of_as_written  ${TEXT},
  arrangement_id       ${TEXT} REFERENCES arrangements (id),
  last_year_in_words   ${TEXT},
  deputies_state       ${TEXT} NOT NULL CHECK (deputies_state IN ('unknown', 'none', 'partial', 'listed')),
  members_state        ${TEXT} NOT NULL CHECK (members_state IN ('unknown', 'none', 'partial', 'listed')),
  stated_member_count  INTEGER CHECK (stated_member_count >= 0),
  council_member_id    ${TEXT} REFERENCES persons (id),
  council_member_as_written ${TEXT},
  status               ${TEXT} CHECK (status IN ('planning', 'signing', 'in_force', 'reviewing', 'concluded', 'locked')),
  without_ranking      BOOLEAN NOT NULL,
  sources              ${TEXT} NOT NULL,
  basis                ${TEXT} NOT NULL,
  remark               ${TEXT},
  version              INTEGER NOT NULL,
  created_at           ${TIME} NOT NULL,
  updated_at           ${TIME} NOT NULL,
  created_by           ${TEXT} NOT NULL,
  CONSTRAINT terms_once UNIQUE (bloc_id, period_kind, period_label)
);
CREATE INDEX terms_year ON terms (listing_year, bloc_id);
CREATE INDEX terms_order ON terms (period_starts_on, id);
CREATE TABLE members (
  id              ${TEXT} PRIMARY KEY,
  term_id         ${TEXT} NOT NULL REFERENCES terms (id),
  bloc_id         ${TEXT} NOT NULL REFERENCES blocs (id),
  unit_id         ${TEXT} REFERENCES units (id),
  unit_as_written ${TEXT},
  position        INTEGER NOT NULL CHECK (position > 0),
  sources         ${TEXT} NOT NULL,
  basis           ${TEXT} NOT NULL,
  remark          ${TEXT},
  version         INTEGER NOT NULL,
  created_at      ${TIME} NOT NULL,
  updated_at      ${TIME} NOT NULL,
  created_by      ${TEXT} NOT NULL,
  CHECK (unit_id IS NOT NULL OR unit_as_written IS NOT NULL)
);
CREATE UNIQUE INDEX members_once ON members (term_id, unit_id) WHERE unit_id IS NOT NULL;
CREATE INDEX members_order ON members (term_id, position, id);
CREATE INDEX members_unit ON members (unit_id, term_id);
CREATE TABLE events (
  id                    ${TEXT} PRIMARY KEY,
  bloc_id               ${TEXT} REFERENCES blocs (id),
  title                 ${TEXT},
  held_on               ${TEXT},
  ended_on              ${TEXT},
  part_of_day           ${TEXT} CHECK (part_of_day IN ('morning', 'afternoon', 'evening', 'whole_day')),
  place                 ${TEXT},
  organiser_unit_id     ${TEXT} REFERENCES units (id),
  organiser_as_written  ${TEXT},
  organised_with        ${TEXT},
  attendance_as_written ${TEXT},
  papers                ${TEXT} NOT NULL,
  papers_count          INTEGER CHECK (papers_count >= 0),
  proposals             ${TEXT} NOT NULL,
  outcome               ${TEXT},
  search_text           ${TEXT} NOT NULL,
  sources               ${TEXT} NOT NULL,
  basis                 ${TEXT} NOT NULL,
  remark                ${TEXT},
  version               INTEGER NOT NULL,
  created_at            ${TIME} NOT NULL,
  updated_at            ${TIME} NOT NULL,
  created_by            ${TEXT} NOT NULL
);
CREATE INDEX events_day ON events (COALESCE(held_on, ''), id);
CREATE INDEX events_bloc ON events (bloc_id);
CREATE TABLE event_terms (
  event_id ${TEXT} NOT NULL REFERENCES events (id),
  term_id  ${TEXT} NOT NULL REFERENCES terms (id),
  purpose  ${TEXT} NOT NULL CHECK (purpose IN ('signing', 'mid_year', 'year_end', 'council', 'congress', 'activity', 'other')),
  PRIMARY KEY (event_id, term_id, purpose)
);
CREATE INDEX event_terms_term ON event_terms (term_id, event_id);
CREATE TABLE event_people (
  id                  ${TEXT} PRIMARY KEY,
  event_id            ${TEXT} NOT NULL REFERENCES events (id),
  place               INTEGER NOT NULL,
  person_id           ${TEXT} REFERENCES persons (id),
  person_as_written   ${TEXT},
  unit_id             ${TEXT} REFERENCES units (id),
  unit_as_written     ${TEXT},
  position_as_written ${TEXT},
  role                ${TEXT} CHECK (role IN ('chair', 'witness', 'guest', 'speaker', 'secretary', 'delegate', 'other')),
  CHECK (person_id IS NOT NULL OR person_as_written IS NOT NULL)
);
CREATE INDEX event_people_event ON event_people (event_id, place);
CREATE TABLE leaderships (
  id                  ${TEXT} PRIMARY KEY,
  term_id             ${TEXT} NOT NULL REFERENCES terms (id),
  bloc_id             ${TEXT} NOT NULL REFERENCES blocs (id),
  role                ${TEXT} NOT NULL CHECK (role IN ('leader', 'deputy')),
  role_as_written     ${TEXT},
  unit_id             ${TEXT} REFERENCES units (id),
  unit_as_written     ${TEXT},
  chosen              ${TEXT} CHECK (chosen IN ('elected', 'assigned')),
  chosen_event_id     ${TEXT} REFERENCES events (id),
  chosen_by_as_written ${TEXT},
  document_as_written ${TEXT},
  persons             ${TEXT} NOT NULL,
  sources             ${TEXT} NOT NULL,
  basis               ${TEXT} NOT NULL,
  remark              ${TEXT},
  version             INTEGER NOT NULL,
  created_at          ${TIME} NOT NULL,
  updated_at          ${TIME} NOT NULL,
  created_by          ${TEXT} NOT NULL
);
CREATE UNIQUE INDEX leaderships_once ON leaderships (term_id, role, unit_id) WHERE unit_id IS NOT NULL;
CREATE INDEX leaderships_term ON leaderships (term_id, role, id);
CREATE INDEX leaderships_unit ON leaderships (unit_id, role, term_id);
CREATE TABLE deadlines (
  id         ${TEXT} PRIMARY KEY,
  term_id    ${TEXT} NOT NULL REFERENCES terms (id),
  bloc_id    ${TEXT} NOT NULL REFERENCES blocs (id),
  kind       ${TEXT} NOT NULL CHECK (kind IN ('signing', 'registration', 'progress_report', 'mid_year', 'self_score', 'year_end', 'dossier', 'other')),
  title      ${TEXT},
  due_on     ${TEXT} NOT NULL,
  sources    ${TEXT} NOT NULL,
  basis      ${TEXT} NOT NULL,
  remark     ${TEXT},
  version    INTEGER NOT NULL,
  created_at ${TIME} NOT NULL,
  updated_at ${TIME} NOT NULL,
  created_by ${TEXT} NOT NULL
);
CREATE INDEX deadlines_term ON deadlines (term_id, due_on, id);

-- +goose Down
DROP TABLE deadlines;
DROP TABLE leaderships;
DROP TABLE event_people;
DROP TABLE event_terms;
DROP TABLE events;
DROP TABLE members;
DROP TABLE terms;
DROP TABLE blocs;
DROP TABLE arrangements;
