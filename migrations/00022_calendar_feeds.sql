-- Addresses of calendars that programs subscribe to. A row that is there works;
-- what was revoked is gone, and the record of acts tells of it.
-- +goose Up
CREATE TABLE calendar_feeds (
  id           ${TEXT} PRIMARY KEY,
  user_id      ${TEXT} NOT NULL REFERENCES users (id),
  name         ${TEXT} NOT NULL,
  scope        ${TEXT} NOT NULL CHECK (scope IN ('personal', 'bloc')),
  -- Whoever follows a bloc must not keep it from being removed.
  bloc_id      ${TEXT} REFERENCES blocs (id) ON DELETE CASCADE,
  token_hash   ${TEXT} NOT NULL CONSTRAINT calendar_feeds_hash UNIQUE,
  last_used_at ${TIME},
  version      INTEGER NOT NULL,
  created_at   ${TIME} NOT NULL,
  updated_at   ${TIME} NOT NULL,
  created_by   ${TEXT} NOT NULL,
  CHECK ((scope = 'bloc') = (bloc_id IS NOT NULL))
);
CREATE INDEX calendar_feeds_user ON calendar_feeds (user_id, id);
CREATE INDEX calendar_feeds_bloc ON calendar_feeds (bloc_id);
-- Deadlines are listed across terms from here on.
CREATE INDEX deadlines_due ON deadlines (due_on, id);
CREATE INDEX deadlines_bloc ON deadlines (bloc_id, due_on, id);

-- +goose Down
DROP INDEX deadlines_bloc;
DROP INDEX deadlines_due;
DROP TABLE calendar_feeds;
