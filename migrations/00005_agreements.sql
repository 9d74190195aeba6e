-- +goose Up
CREATE TABLE agreements (
  id               ${TEXT} PRIMARY KEY,
  term_id          ${TEXT} NOT NULL REFERENCES terms (id),
  bloc_id          ${TEXT} NOT NULL REFERENCES blocs (id),
  title            ${TEXT} NOT NULL,
  preamble         ${TEXT},
  legal_bases      ${TEXT} NOT NULL,
  basis_of_text    ${TEXT} NOT NULL CHECK (basis_of_text IN ('original', 'reported')),
  status           ${TEXT} CHECK (status IN ('draft', 'consulting', 'signing', 'in_force', 'concluded', 'cancelled')),
  signing_event_id ${TEXT} REFERENCES events (id),
  frozen_at        ${TIME},
  canonical        ${TEXT},
  content_hash     ${TEXT},
  search_text      ${TEXT} NOT NULL,
  sources          ${TEXT} NOT NULL,
  basis            ${TEXT} NOT NULL,
  remark           ${TEXT},
  version          INTEGER NOT NULL,
  created_at       ${TIME} NOT NULL,
  updated_at       ${TIME} NOT NULL,
  created_by       ${TEXT} NOT NULL
);
CREATE UNIQUE INDEX agreements_once ON agreements (term_id) WHERE status IS NULL OR status <> 'cancelled';
CREATE INDEX agreements_term ON agreements (term_id, id);
CREATE INDEX agreements_bloc ON agreements (bloc_id, id);
CREATE INDEX agreements_event ON agreements (signing_event_id);
CREATE INDEX agreements_hash ON agreements (content_hash);
CREATE TABLE commitments (
  id              ${TEXT} PRIMARY KEY,
  agreement_id    ${TEXT} NOT NULL REFERENCES agreements (id),
  term_id         ${TEXT} NOT NULL REFERENCES terms (id),
  bloc_id         ${TEXT} NOT NULL REFERENCES blocs (id),
  position        INTEGER NOT NULL CHECK (position > 0),
  theme           ${TEXT},
  text            ${TEXT} NOT NULL,
  search_text     ${TEXT} NOT NULL,
  scope           ${TEXT} NOT NULL CHECK (scope IN ('common', 'unit')),
  unit_id         ${TEXT} REFERENCES units (id),
  unit_as_written ${TEXT},
  measure         ${TEXT} CHECK (measure IN ('qualitative', 'quantity', 'percent', 'milestone')),
  target          BIGINT,
  unit_of_measure ${TEXT},
  baseline        BIGINT,
  due_on          ${TEXT},
  legal_basis     ${TEXT} NOT NULL,
  weight          BIGINT,
  targets         ${TEXT} NOT NULL,
  sources         ${TEXT} NOT NULL,
  basis           ${TEXT} NOT NULL,
  remark          ${TEXT},
  version         INTEGER NOT NULL,
  created_at      ${TIME} NOT NULL,
  updated_at      ${TIME} NOT NULL,
  created_by      ${TEXT} NOT NULL
);
CREATE INDEX commitments_order ON commitments (agreement_id, position, id);
CREATE INDEX commitments_term ON commitments (term_id, position, id);
CREATE INDEX commitments_bloc ON commitments (bloc_id, term_id);
CREATE INDEX commitments_unit ON commitments (unit_id, term_id);
CREATE INDEX commitments_due ON commitments (COALESCE(due_on, ''), id);
CREATE INDEX commitments_place ON commitments (position, id);
CREATE TABLE annexes (
  id            ${TEXT} PRIMARY KEY,
  agreement_id  ${TEXT} NOT NULL REFERENCES agreements (id),
  term_id       ${TEXT} NOT NULL REFERENCES terms (id),
  bloc_id       ${TEXT} NOT NULL REFERENCES blocs (id),
  number        INTEGER NOT NULL CHECK (number > 0),
  title         ${TEXT} NOT NULL,
  text          ${TEXT} NOT NULL,
  frozen_at     ${TIME},
  canonical     ${TEXT},
  previous_hash ${TEXT},
  content_hash  ${TEXT},
  sources       ${TEXT} NOT NULL,
  basis         ${TEXT} NOT NULL,
  remark        ${TEXT},
  version       INTEGER NOT NULL,
  created_at    ${TIME} NOT NULL,
  updated_at    ${TIME} NOT NULL,
  created_by    ${TEXT} NOT NULL,
  CONSTRAINT annexes_number UNIQUE (agreement_id, number)
);
CREATE INDEX annexes_hash ON annexes (content_hash);
CREATE TABLE signatures (
  id                  ${TEXT} PRIMARY KEY,
  agreement_id        ${TEXT} NOT NULL REFERENCES agreements (id),
  annex_id            ${TEXT} REFERENCES annexes (id),
  term_id             ${TEXT} NOT NULL REFERENCES terms (id),
  bloc_id             ${TEXT} NOT NULL REFERENCES blocs (id),
  position            INTEGER NOT NULL CHECK (position > 0),
  unit_id             ${TEXT} REFERENCES units (id),
  unit_as_written     ${TEXT},
  role                ${TEXT} CHECK (role IN ('head', 'union', 'other')),
  person_id           ${TEXT} REFERENCES persons (id),
  person_as_written   ${TEXT},
  position_as_written ${TEXT},
  signed_on           ${TEXT},
  method              ${TEXT} CHECK (method IN ('in_person', 'circulated', 'on_behalf', 'electronic_record', 'other')),
  status              ${TEXT} NOT NULL CHECK (status IN ('pending', 'signed', 'absent', 'late', 'annulled')),
  reason              ${TEXT},
  sources             ${TEXT} NOT NULL,
  basis               ${TEXT} NOT NULL,
  remark              ${TEXT},
  version             INTEGER NOT NULL,
  created_at          ${TIME} NOT NULL,
  updated_at          ${TIME} NOT NULL,
  created_by          ${TEXT} NOT NULL,
  CHECK (unit_id IS NOT NULL OR unit_as_written IS NOT NULL)
);
CREATE UNIQUE INDEX signatures_once ON signatures (agreement_id, COALESCE(annex_id, ''), unit_id, COALESCE(role, ''))
  WHERE status <> 'annulled' AND unit_id IS NOT NULL;
CREATE INDEX signatures_order ON signatures (agreement_id, position, id);
CREATE INDEX signatures_place ON signatures (position, id);
CREATE INDEX signatures_term ON signatures (term_id, status);
CREATE INDEX signatures_unit ON signatures (unit_id, term_id);

-- Every unit that belongs to a term, in whatever way: rights, lists and
-- profiles all ask this one view.
CREATE VIEW belongings AS
  SELECT term_id, bloc_id, unit_id, 'member' AS belongs_as FROM members WHERE unit_id IS NOT NULL
  UNION ALL
  SELECT term_id, bloc_id, unit_id, role FROM leaderships WHERE unit_id IS NOT NULL
  UNION ALL
  SELECT term_id, bloc_id, unit_id, 'signatory' FROM signatures WHERE unit_id IS NOT NULL AND status <> 'annulled';

-- +goose Down
DROP VIEW belongings;
DROP TABLE signatures;
DROP TABLE annexes;
DROP TABLE commitments;
DROP TABLE agreements;
