-- +goose Up
CREATE TABLE api_tokens (
  id                ${TEXT} PRIMARY KEY,
  user_id           ${TEXT} NOT NULL REFERENCES users (id),
  name              ${TEXT} NOT NULL,
  scope             ${TEXT} NOT NULL CHECK (scope IN ('read', 'write', 'admin')),
  prefix            ${TEXT} NOT NULL,
  token_hash        ${TEXT} NOT NULL CONSTRAINT api_tokens_hash UNIQUE,
  expires_at        ${TIME} NOT NULL,
  last_used_at      ${TIME},
  last_used_address ${TEXT},
  revoked_at        ${TIME},
  version           INTEGER NOT NULL,
  created_at        ${TIME} NOT NULL,
  updated_at        ${TIME} NOT NULL,
  created_by        ${TEXT} NOT NULL
);
-- A user's own list, newest first, reads this alone.
CREATE INDEX api_tokens_user ON api_tokens (user_id, id);

-- +goose Down
DROP TABLE api_tokens;
