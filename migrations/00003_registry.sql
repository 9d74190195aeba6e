-- +goose Up
CREATE TABLE units (
  id            ${TEXT} PRIMARY KEY,
  code          ${TEXT} CONSTRAINT units_code UNIQUE,
  kind          ${TEXT} CHECK (kind IN ('party', 'state', 'front', 'union', 'enterprise', 'public_service', 'school', 'armed_forces', 'other')),
  is_enterprise BOOLEAN,
  name          ${TEXT} NOT NULL,
  short_name    ${TEXT},
  name_sort     ${TEXT} NOT NULL,
  search_text   ${TEXT} NOT NULL,
  province      ${TEXT},
  aliases       ${TEXT} NOT NULL,
  sources       ${TEXT} NOT NULL,
  basis         ${TEXT} NOT NULL,
  remark        ${TEXT},
  version       INTEGER NOT NULL,
  created_at    ${TIME} NOT NULL,
  updated_at    ${TIME} NOT NULL,
  created_by    ${TEXT} NOT NULL
);
CREATE INDEX units_order ON units (name_sort, id);
CREATE TABLE unit_versions (
  id                ${TEXT} PRIMARY KEY,
  unit_id           ${TEXT} NOT NULL REFERENCES units (id),
  name              ${TEXT} NOT NULL,
  name_key          ${TEXT} NOT NULL,
  short_name        ${TEXT},
  parent_id         ${TEXT} REFERENCES units (id),
  parent_as_written ${TEXT},
  province          ${TEXT},
  legal_form        ${TEXT},
  valid_from        ${TEXT},
  valid_to          ${TEXT},
  sources           ${TEXT} NOT NULL,
  basis             ${TEXT} NOT NULL,
  remark            ${TEXT},
  version           INTEGER NOT NULL,
  created_at        ${TIME} NOT NULL,
  updated_at        ${TIME} NOT NULL,
  created_by        ${TEXT} NOT NULL
);
CREATE INDEX unit_versions_unit ON unit_versions (unit_id, valid_from, id);
CREATE INDEX unit_versions_name ON unit_versions (name_key);
CREATE TABLE authorities (
  id          ${TEXT} PRIMARY KEY,
  name        ${TEXT} NOT NULL,
  name_sort   ${TEXT} NOT NULL,
  search_text ${TEXT} NOT NULL,
  system      ${TEXT} CHECK (system IN ('state', 'party', 'front', 'union', 'other')),
  level       ${TEXT} CHECK (level IN ('national', 'ministry_province', 'grassroots')),
  province    ${TEXT},
  unit_id     ${TEXT} REFERENCES units (id),
  sources     ${TEXT} NOT NULL,
  basis       ${TEXT} NOT NULL,
  remark      ${TEXT},
  version     INTEGER NOT NULL,
  created_at  ${TIME} NOT NULL,
  updated_at  ${TIME} NOT NULL,
  created_by  ${TEXT} NOT NULL
);
CREATE INDEX authorities_order ON authorities (name_sort, id);
CREATE TABLE persons (
  id              ${TEXT} PRIMARY KEY,
  name            ${TEXT} NOT NULL,
  name_sort       ${TEXT} NOT NULL,
  search_text     ${TEXT} NOT NULL,
  unit_id         ${TEXT} REFERENCES units (id),
  unit_as_written ${TEXT},
  positions       ${TEXT} NOT NULL,
  sources         ${TEXT} NOT NULL,
  basis           ${TEXT} NOT NULL,
  remark          ${TEXT},
  version         INTEGER NOT NULL,
  created_at      ${TIME} NOT NULL,
  updated_at      ${TIME} NOT NULL,
  created_by      ${TEXT} NOT NULL
);
CREATE INDEX persons_order ON persons (name_sort, id);
CREATE INDEX persons_unit ON persons (unit_id);

-- +goose Down
DROP TABLE persons;
DROP TABLE authorities;
DROP TABLE unit_versions;
DROP TABLE units;
