-- Which commitment of an earlier agreement another one carries on.
-- +goose Up
CREATE TABLE commitment_origins (
  commitment_id ${TEXT} PRIMARY KEY REFERENCES commitments (id),
  from_id       ${TEXT} NOT NULL REFERENCES commitments (id),
  term_id       ${TEXT} NOT NULL REFERENCES terms (id),
  bloc_id       ${TEXT} NOT NULL REFERENCES blocs (id)
);
CREATE INDEX commitment_origins_from ON commitment_origins (from_id);

-- +goose Down
DROP TABLE commitment_origins;
