-- How well units completed their tasks, and the configured rules that cap the level.
-- +goose Up
CREATE TABLE rating_rules (
  id           ${TEXT} PRIMARY KEY,
  kind         ${TEXT} NOT NULL CHECK (kind IN ('no_self_assessment', 'head_reprimanded', 'head_warned', 'head_dismissed', 'corruption', 'disunity', 'prosecuted', 'other')),
  cap          ${TEXT} NOT NULL CHECK (cap IN ('excellent', 'good', 'completed', 'not_completed')),
  norm         ${TEXT} NOT NULL,
  authority_id ${TEXT} REFERENCES authorities (id),
  valid_from   ${TEXT},
  valid_to     ${TEXT},
  is_verified  BOOLEAN NOT NULL,
  sources      ${TEXT} NOT NULL,
  basis        ${TEXT} NOT NULL,
  remark       ${TEXT},
  version      INTEGER NOT NULL,
  created_at   ${TIME} NOT NULL,
  updated_at   ${TIME} NOT NULL,
  created_by   ${TEXT} NOT NULL
);
CREATE INDEX rating_rules_order ON rating_rules (kind, id);
CREATE INDEX rating_rules_authority ON rating_rules (authority_id);
CREATE TABLE ratings (
  id                  ${TEXT} PRIMARY KEY,
  term_id             ${TEXT} NOT NULL REFERENCES terms (id),
  bloc_id             ${TEXT} NOT NULL REFERENCES blocs (id),
  unit_id             ${TEXT} REFERENCES units (id),
  unit_as_written     ${TEXT},
  count               INTEGER CHECK (count > 0),
  standing            ${TEXT} NOT NULL CHECK (standing IN ('self', 'proposed', 'recognised')),
  level               ${TEXT} NOT NULL CHECK (level IN ('excellent', 'good', 'completed', 'not_completed')),
  rated_on            ${TEXT},
  rated_by_id         ${TEXT} REFERENCES authorities (id),
  rated_by_as_written ${TEXT},
  document_as_written ${TEXT},
  circumstances       ${TEXT} NOT NULL,
  sources             ${TEXT} NOT NULL,
  basis               ${TEXT} NOT NULL,
  remark              ${TEXT},
  version             INTEGER NOT NULL,
  created_at          ${TIME} NOT NULL,
  updated_at          ${TIME} NOT NULL,
  created_by          ${TEXT} NOT NULL,
  UNIQUE (term_id, unit_id, standing)
);
CREATE INDEX ratings_bloc ON ratings (bloc_id);
CREATE INDEX ratings_unit ON ratings (unit_id);
CREATE INDEX ratings_authority ON ratings (rated_by_id);

-- +goose Down
DROP TABLE ratings;
DROP TABLE rating_rules;
