-- +goose Up
CREATE TABLE successions (
  id                  ${TEXT} PRIMARY KEY,
  subject             ${TEXT} NOT NULL CHECK (subject IN ('unit', 'bloc')),
  kind                ${TEXT} NOT NULL CHECK (kind IN ('merge', 'split', 'transfer', 're_established', 'dissolve')),
  happened_on         ${TEXT},
  earliest_on         ${TEXT},
  latest_on           ${TEXT},
  decision_id         ${TEXT} REFERENCES decisions (id),
  decision_as_written ${TEXT},
  merit_inherited     ${TEXT} NOT NULL CHECK (merit_inherited IN ('yes', 'no', 'unknown')),
  search_text         ${TEXT} NOT NULL,
  sources             ${TEXT} NOT NULL,
  basis               ${TEXT} NOT NULL,
  remark              ${TEXT},
  version             INTEGER NOT NULL,
  created_at          ${TIME} NOT NULL,
  updated_at          ${TIME} NOT NULL,
  created_by          ${TEXT} NOT NULL,
  CHECK (happened_on IS NULL OR earliest_on IS NULL AND latest_on IS NULL)
);
CREATE INDEX successions_order ON successions ((COALESCE(happened_on, latest_on, earliest_on, '')), id);
CREATE INDEX successions_decision ON successions (decision_id);
CREATE TABLE succession_parties (
  succession_id ${TEXT} NOT NULL REFERENCES successions (id),
  side          ${TEXT} NOT NULL CHECK (side IN ('from', 'to')),
  place         INTEGER NOT NULL CHECK (place > 0),
  unit_id       ${TEXT} REFERENCES units (id),
  bloc_id       ${TEXT} REFERENCES blocs (id),
  as_written    ${TEXT},
  PRIMARY KEY (succession_id, side, place),
  CHECK (unit_id IS NULL OR bloc_id IS NULL),
  CHECK (unit_id IS NOT NULL OR bloc_id IS NOT NULL OR as_written IS NOT NULL)
);
CREATE INDEX succession_parties_unit ON succession_parties (unit_id, side, succession_id);
CREATE INDEX succession_parties_bloc ON succession_parties (bloc_id, side, succession_id);
-- What happened to the parts of a unit is found by the kind of record.
CREATE INDEX audit_events_kind ON audit_events (entity, entity_id);

-- +goose Down
DROP INDEX audit_events_kind;
DROP TABLE succession_parties;
DROP TABLE successions;
