-- Emulation movements, and which commitments answer them: in a table of its own,
-- since a signed commitment never changes and a movement may be launched later.
-- +goose Up
CREATE TABLE movements (
  id                     ${TEXT} PRIMARY KEY,
  name                   ${TEXT} NOT NULL,
  name_sort              ${TEXT} NOT NULL,
  search_text            ${TEXT} NOT NULL,
  launched_by_id         ${TEXT} REFERENCES authorities (id),
  launched_by_as_written ${TEXT},
  scope                  ${TEXT} CHECK (scope IN ('national', 'ministry_province', 'bloc', 'grassroots')),
  form                   ${TEXT} CHECK (form IN ('regular', 'thematic')),
  launched_on            ${TEXT},
  concludes_on           ${TEXT},
  goals                  ${TEXT},
  document_as_written    ${TEXT},
  sources                ${TEXT} NOT NULL,
  basis                  ${TEXT} NOT NULL,
  remark                 ${TEXT},
  version                INTEGER NOT NULL,
  created_at             ${TIME} NOT NULL,
  updated_at             ${TIME} NOT NULL,
  created_by             ${TEXT} NOT NULL
);
CREATE INDEX movements_order ON movements (name_sort, id);
CREATE INDEX movements_authority ON movements (launched_by_id);
CREATE TABLE movement_commitments (
  id            ${TEXT} PRIMARY KEY,
  movement_id   ${TEXT} NOT NULL REFERENCES movements (id),
  commitment_id ${TEXT} NOT NULL REFERENCES commitments (id),
  term_id       ${TEXT} NOT NULL REFERENCES terms (id),
  bloc_id       ${TEXT} NOT NULL REFERENCES blocs (id),
  version       INTEGER NOT NULL,
  created_at    ${TIME} NOT NULL,
  updated_at    ${TIME} NOT NULL,
  created_by    ${TEXT} NOT NULL,
  UNIQUE (movement_id, commitment_id)
);
CREATE INDEX movement_commitments_commitment ON movement_commitments (commitment_id);
CREATE INDEX movement_commitments_term ON movement_commitments (term_id);
CREATE INDEX movement_commitments_bloc ON movement_commitments (bloc_id);

-- +goose Down
DROP TABLE movement_commitments;
DROP TABLE movements;
