-- +goose Up
CREATE TABLE award_types (
  id                 ${TEXT} PRIMARY KEY,
  code               ${TEXT} NOT NULL CONSTRAINT award_types_code UNIQUE,
  family             ${TEXT} NOT NULL,
  class              ${TEXT} NOT NULL CHECK (class IN ('title', 'form')),
  vi                 ${TEXT} NOT NULL,
  en                 ${TEXT},
  short_vi           ${TEXT},
  local_name         ${TEXT},
  name_sort          ${TEXT} NOT NULL,
  search_text        ${TEXT} NOT NULL,
  subjects           ${TEXT} NOT NULL,
  level              ${TEXT} CHECK (level IN ('state', 'ministry_province', 'grassroots')),
  authority_vi       ${TEXT},
  article            ${TEXT},
  valid_from         ${TEXT},
  valid_to           ${TEXT},
  prerequisites_vi   ${TEXT},
  prerequisites_en   ${TEXT},
  vote_threshold_pct INTEGER CHECK (vote_threshold_pct BETWEEN 1 AND 100),
  vote_base          ${TEXT},
  quota_vi           ${TEXT},
  money_factor       BIGINT,
  is_verified        BOOLEAN NOT NULL,
  check_vi           ${TEXT},
  check_en           ${TEXT},
  is_official        BOOLEAN NOT NULL,
  is_retired         BOOLEAN NOT NULL,
  version            INTEGER NOT NULL,
  created_at         ${TIME} NOT NULL,
  updated_at         ${TIME} NOT NULL,
  created_by         ${TEXT} NOT NULL
);
CREATE INDEX award_types_order ON award_types (name_sort, id);
CREATE INDEX award_types_family ON award_types (family, valid_from);
CREATE TABLE decisions (
  id                     ${TEXT} PRIMARY KEY,
  bloc_id                ${TEXT} REFERENCES blocs (id),
  kind                   ${TEXT} NOT NULL CHECK (kind IN ('award', 'organisation', 'guidance', 'other')),
  number                 ${TEXT},
  issued_on              ${TEXT},
  authority_id           ${TEXT} REFERENCES authorities (id),
  authority_as_written   ${TEXT},
  signatory_id           ${TEXT} REFERENCES persons (id),
  signatory_as_written   ${TEXT},
  signatory_position     ${TEXT},
  summary                ${TEXT},
  search_text            ${TEXT} NOT NULL,
  status                 ${TEXT} NOT NULL CHECK (status IN ('draft', 'in_force', 'annulled')),
  annuls_id              ${TEXT} REFERENCES decisions (id),
  restores_id            ${TEXT} REFERENCES decisions (id),
  stated_recipient_count INTEGER CHECK (stated_recipient_count >= 0),
  sources                ${TEXT} NOT NULL,
  basis                  ${TEXT} NOT NULL,
  remark                 ${TEXT},
  version                INTEGER NOT NULL,
  created_at             ${TIME} NOT NULL,
  updated_at             ${TIME} NOT NULL,
  created_by             ${TEXT} NOT NULL
);
CREATE INDEX decisions_order ON decisions ((COALESCE(issued_on, '')), id);
CREATE INDEX decisions_bloc ON decisions (bloc_id, id);
CREATE INDEX decisions_authority ON decisions (authority_id, id);
CREATE TABLE awards (
  id                   ${TEXT} PRIMARY KEY,
  bloc_id              ${TEXT} REFERENCES blocs (id),
  bloc_as_written      ${TEXT},
  bloc_state           ${TEXT} CHECK (bloc_state IN ('one', 'several', 'outside')),
  award_type_id        ${TEXT} REFERENCES award_types (id),
  type_as_written      ${TEXT},
  level                ${TEXT} CHECK (level IN ('state', 'ministry_province', 'grassroots')),
  level_as_written     ${TEXT},
  recipient_kind       ${TEXT} CHECK (recipient_kind IN ('collective', 'individual', 'household', 'bloc')),
  count                INTEGER CHECK (count > 0),
  count_as_written     ${TEXT},
  named                INTEGER NOT NULL CHECK (named >= 0),
  period_kind          ${TEXT},
  period_label         ${TEXT},
  period_starts_on     ${TEXT},
  period_ends_on       ${TEXT},
  listing_year         INTEGER,
  commendation_type    ${TEXT} CHECK (commendation_type IN ('merit', 'thematic', 'sudden', 'career', 'length_of_service', 'external')),
  citation             ${TEXT},
  decision_id          ${TEXT} REFERENCES decisions (id),
  decision_as_written  ${TEXT},
  authority_id         ${TEXT} REFERENCES authorities (id),
  authority_as_written ${TEXT},
  reported_on          ${TEXT},
  presented_on         ${TEXT},
  status               ${TEXT} NOT NULL CHECK (status IN ('draft', 'in_force', 'annulled')),
  search_text          ${TEXT} NOT NULL,
  sources              ${TEXT} NOT NULL,
  basis                ${TEXT} NOT NULL,
  remark               ${TEXT},
  version              INTEGER NOT NULL,
  created_at           ${TIME} NOT NULL,
  updated_at           ${TIME} NOT NULL,
  created_by           ${TEXT} NOT NULL,
  CHECK (award_type_id IS NOT NULL OR type_as_written IS NOT NULL)
);
CREATE INDEX awards_order ON awards ((COALESCE(period_ends_on, '')), id);
CREATE INDEX awards_bloc_year ON awards (bloc_id, listing_year, award_type_id);
CREATE INDEX awards_year ON awards (listing_year, award_type_id);
CREATE INDEX awards_decision ON awards (decision_id, id);
CREATE TABLE recipients (
  id                ${TEXT} PRIMARY KEY,
  award_id          ${TEXT} NOT NULL REFERENCES awards (id),
  bloc_id           ${TEXT} REFERENCES blocs (id),
  place             INTEGER NOT NULL,
  unit_id           ${TEXT} REFERENCES units (id),
  unit_as_written   ${TEXT},
  sub_unit          ${TEXT},
  person_id         ${TEXT} REFERENCES persons (id),
  person_as_written ${TEXT},
  honoured_bloc_id  ${TEXT} REFERENCES blocs (id),
  honoured_bloc_as_written ${TEXT},
  household         ${TEXT},
  search_text       ${TEXT} NOT NULL,
  sources           ${TEXT} NOT NULL,
  basis             ${TEXT} NOT NULL,
  remark            ${TEXT},
  version           INTEGER NOT NULL,
  created_at        ${TIME} NOT NULL,
  updated_at        ${TIME} NOT NULL,
  created_by        ${TEXT} NOT NULL
);
CREATE INDEX recipients_award ON recipients (award_id, place, id);
CREATE INDEX recipients_unit ON recipients (unit_id, award_id);
CREATE INDEX recipients_person ON recipients (person_id, award_id);
CREATE INDEX recipients_honoured ON recipients (honoured_bloc_id, award_id);

-- +goose Down
DROP TABLE recipients;
DROP TABLE awards;
DROP TABLE decisions;
DROP TABLE award_types;
