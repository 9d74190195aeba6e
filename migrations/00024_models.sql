-- Model points of a term, and the units that try them or took them up.
-- +goose Up
CREATE TABLE models (
  id                  ${TEXT} PRIMARY KEY,
  term_id             ${TEXT} NOT NULL REFERENCES terms (id),
  bloc_id             ${TEXT} NOT NULL REFERENCES blocs (id),
  title               ${TEXT} NOT NULL,
  description         ${TEXT},
  status              ${TEXT} NOT NULL CHECK (status IN ('proposed', 'piloting', 'reviewed', 'replicated', 'stopped')),
  proposed_on         ${TEXT},
  event_id            ${TEXT} REFERENCES events (id),
  continues_id        ${TEXT} REFERENCES models (id),
  results             ${TEXT},
  lessons             ${TEXT},
  document_as_written ${TEXT},
  search_text         ${TEXT} NOT NULL,
  sources             ${TEXT} NOT NULL,
  basis               ${TEXT} NOT NULL,
  remark              ${TEXT},
  version             INTEGER NOT NULL,
  created_at          ${TIME} NOT NULL,
  updated_at          ${TIME} NOT NULL,
  created_by          ${TEXT} NOT NULL
);
CREATE INDEX models_term ON models (term_id);
CREATE INDEX models_bloc ON models (bloc_id);
CREATE INDEX models_event ON models (event_id);
CREATE INDEX models_continues ON models (continues_id);
CREATE TABLE model_units (
  model_id        ${TEXT} NOT NULL REFERENCES models (id),
  position        INTEGER NOT NULL CHECK (position > 0),
  part            ${TEXT} NOT NULL CHECK (part IN ('pilot', 'replicating')),
  unit_id         ${TEXT} REFERENCES units (id),
  unit_as_written ${TEXT},
  PRIMARY KEY (model_id, position)
);
CREATE INDEX model_units_unit ON model_units (unit_id);

-- +goose Down
DROP TABLE model_units;
DROP TABLE models;
