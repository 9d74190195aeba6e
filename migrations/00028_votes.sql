-- Votes of a term: the figures that were counted, what each nominee was given, and who
-- took part. Nothing here or elsewhere holds how anybody voted.
-- +goose Up
CREATE TABLE votes (
  id                 ${TEXT} PRIMARY KEY,
  term_id            ${TEXT} NOT NULL REFERENCES terms (id),
  bloc_id            ${TEXT} NOT NULL REFERENCES blocs (id),
  title              ${TEXT} NOT NULL,
  body               ${TEXT},
  status             ${TEXT} NOT NULL CHECK (status IN ('draft', 'open', 'counted', 'closed')),
  round              INTEGER NOT NULL CHECK (round > 0),
  follows_id         ${TEXT} UNIQUE REFERENCES votes (id),
  event_id           ${TEXT} REFERENCES events (id),
  held_on            ${TEXT},
  method             ${TEXT} CHECK (method IN ('secret', 'open', 'written')),
  method_as_written  ${TEXT},
  threshold          ${TEXT},
  threshold_over     BOOLEAN NOT NULL,
  base               ${TEXT} NOT NULL CHECK (base IN ('eligible', 'present', 'valid')),
  quorum             ${TEXT},
  choices            INTEGER CHECK (choices > 0),
  eligible           INTEGER CHECK (eligible >= 0),
  present            INTEGER CHECK (present >= 0),
  written_opinions   INTEGER CHECK (written_opinions >= 0),
  issued             INTEGER CHECK (issued >= 0),
  returned           INTEGER CHECK (returned >= 0),
  valid              INTEGER CHECK (valid >= 0),
  blank              INTEGER CHECK (blank >= 0),
  invalid            INTEGER CHECK (invalid >= 0),
  items_state        ${TEXT} NOT NULL CHECK (items_state IN ('unknown', 'none', 'partial', 'listed')),
  outcome_as_written ${TEXT},
  search_text        ${TEXT} NOT NULL,
  sources            ${TEXT} NOT NULL,
  basis              ${TEXT} NOT NULL,
  remark             ${TEXT},
  version            INTEGER NOT NULL,
  created_at         ${TIME} NOT NULL,
  updated_at         ${TIME} NOT NULL,
  created_by         ${TEXT} NOT NULL,
  CHECK (present <= eligible),
  CHECK (issued <= present),
  CHECK (returned <= issued),
  CHECK (valid + blank + invalid = returned)
);
CREATE INDEX votes_term ON votes (term_id);
CREATE INDEX votes_bloc ON votes (bloc_id, term_id);
CREATE INDEX votes_event ON votes (event_id);

CREATE TABLE vote_items (
  id         ${TEXT} PRIMARY KEY,
  vote_id    ${TEXT} NOT NULL REFERENCES votes (id),
  term_id    ${TEXT} NOT NULL REFERENCES terms (id),
  bloc_id    ${TEXT} NOT NULL REFERENCES blocs (id),
  position   INTEGER NOT NULL CHECK (position > 0),
  unit_id    ${TEXT} REFERENCES units (id),
  as_written ${TEXT},
  subject    ${TEXT},
  yes        INTEGER CHECK (yes >= 0),
  no         INTEGER CHECK (no >= 0),
  abstain    INTEGER CHECK (abstain >= 0),
  stated     ${TEXT} CHECK (stated IN ('approved', 'rejected')),
  UNIQUE (vote_id, position),
  CHECK (unit_id IS NOT NULL OR as_written IS NOT NULL)
);
CREATE INDEX vote_items_unit ON vote_items (unit_id);
CREATE INDEX vote_items_term ON vote_items (term_id);
CREATE INDEX vote_items_bloc ON vote_items (bloc_id);

CREATE TABLE voters (
  id                ${TEXT} PRIMARY KEY,
  vote_id           ${TEXT} NOT NULL REFERENCES votes (id),
  term_id           ${TEXT} NOT NULL REFERENCES terms (id),
  bloc_id           ${TEXT} NOT NULL REFERENCES blocs (id),
  unit_id           ${TEXT} NOT NULL REFERENCES units (id),
  person_as_written ${TEXT},
  part              ${TEXT} NOT NULL CHECK (part IN ('present', 'written', 'absent', 'recused')),
  reason            ${TEXT},
  version           INTEGER NOT NULL,
  created_at        ${TIME} NOT NULL,
  updated_at        ${TIME} NOT NULL,
  created_by        ${TEXT} NOT NULL,
  UNIQUE (vote_id, unit_id),
  CHECK (part <> 'recused' OR reason IS NOT NULL)
);
CREATE INDEX voters_unit ON voters (unit_id);
CREATE INDEX voters_term ON voters (term_id);
CREATE INDEX voters_bloc ON voters (bloc_id);

-- +goose Down
DROP TABLE voters;
DROP TABLE vote_items;
DROP TABLE votes;
