-- +goose Up
CREATE TABLE settings (
  name  ${TEXT} PRIMARY KEY,
  value ${TEXT} NOT NULL
);
CREATE TABLE users (
  id                   ${TEXT} PRIMARY KEY,
  username             ${TEXT} NOT NULL CONSTRAINT users_username UNIQUE,
  display_name         ${TEXT} NOT NULL,
  password_hash        ${TEXT} NOT NULL,
  language             ${TEXT} CHECK (language IN ('vi', 'en')),
  status               ${TEXT} NOT NULL CHECK (status IN ('active', 'disabled')),
  must_change_password BOOLEAN NOT NULL,
  token_version        INTEGER NOT NULL,
  version              INTEGER NOT NULL,
  created_at           ${TIME} NOT NULL,
  updated_at           ${TIME} NOT NULL,
  created_by           ${TEXT} NOT NULL
);
CREATE TABLE grants (
  id         ${TEXT} PRIMARY KEY,
  user_id    ${TEXT} NOT NULL REFERENCES users (id),
  role       ${TEXT} NOT NULL CHECK (role IN ('admin', 'council', 'leader', 'deputy', 'clerk', 'viewer', 'auditor')),
  scope      ${TEXT} NOT NULL CHECK (scope IN ('all', 'authority', 'bloc', 'unit')),
  scope_id   ${TEXT} NOT NULL DEFAULT '',
  version    INTEGER NOT NULL,
  created_at ${TIME} NOT NULL,
  updated_at ${TIME} NOT NULL,
  created_by ${TEXT} NOT NULL,
  CHECK ((scope = 'all') = (scope_id = '')),
  CONSTRAINT grants_once UNIQUE (user_id, role, scope, scope_id)
);
CREATE TABLE refresh_tokens (
  id         ${TEXT} PRIMARY KEY,
  user_id    ${TEXT} NOT NULL REFERENCES users (id),
  family     ${TEXT} NOT NULL,
  token_hash ${TEXT} NOT NULL CONSTRAINT refresh_tokens_hash UNIQUE,
  created_at ${TIME} NOT NULL,
  expires_at ${TIME} NOT NULL,
  used_at    ${TIME},
  revoked_at ${TIME}
);
CREATE INDEX refresh_tokens_family ON refresh_tokens (family);
CREATE INDEX refresh_tokens_user ON refresh_tokens (user_id);
CREATE INDEX refresh_tokens_expiry ON refresh_tokens (expires_at);
CREATE TABLE login_attempts (
  subject       ${TEXT} PRIMARY KEY,
  failures      INTEGER NOT NULL,
  first_at      ${TIME} NOT NULL,
  blocked_until ${TIME}
);
CREATE TABLE idempotency_records (
  actor_id    ${TEXT} NOT NULL,
  method      ${TEXT} NOT NULL,
  path        ${TEXT} NOT NULL,
  key         ${TEXT} NOT NULL,
  fingerprint ${TEXT} NOT NULL,
  entity      ${TEXT} NOT NULL,
  entity_id   ${TEXT} NOT NULL,
  status      INTEGER NOT NULL,
  headers     ${TEXT} NOT NULL,
  body        ${TEXT},
  created_at  ${TIME} NOT NULL,
  PRIMARY KEY (actor_id, method, path, key)
);
CREATE INDEX idempotency_records_age ON idempotency_records (created_at);
CREATE TABLE audit_heads (
  chain ${TEXT} PRIMARY KEY,
  seq   BIGINT NOT NULL,
  mac   ${TEXT} NOT NULL
);
CREATE TABLE audit_events (
  id         ${TEXT} PRIMARY KEY,
  chain      ${TEXT} NOT NULL,
  seq        BIGINT NOT NULL,
  at         ${TEXT} NOT NULL,
  actor_id   ${TEXT} NOT NULL,
  actor_name ${TEXT} NOT NULL,
  action     ${TEXT} NOT NULL,
  entity     ${TEXT} NOT NULL,
  entity_id  ${TEXT} NOT NULL,
  version    INTEGER NOT NULL,
  bloc_id    ${TEXT},
  term_id    ${TEXT},
  changes    ${TEXT} NOT NULL,
  reason     ${TEXT},
  request_id ${TEXT} NOT NULL,
  previous   ${TEXT} NOT NULL,
  mac        ${TEXT} NOT NULL,
  CONSTRAINT audit_events_place UNIQUE (chain, seq)
);
CREATE INDEX audit_events_entity ON audit_events (entity_id, id);
CREATE INDEX audit_events_actor ON audit_events (actor_id, id);
CREATE INDEX audit_events_bloc ON audit_events (bloc_id, id);
CREATE INDEX audit_events_term ON audit_events (term_id, id);
CREATE TABLE security_events (
  id         ${TEXT} PRIMARY KEY,
  at         ${TEXT} NOT NULL,
  kind       ${TEXT} NOT NULL,
  actor_id   ${TEXT} NOT NULL,
  username   ${TEXT} NOT NULL,
  address    ${TEXT} NOT NULL,
  method     ${TEXT} NOT NULL,
  path       ${TEXT} NOT NULL,
  status     INTEGER NOT NULL,
  code       ${TEXT} NOT NULL,
  count      INTEGER NOT NULL,
  request_id ${TEXT} NOT NULL
);
CREATE TABLE transitions (
  id         ${TEXT} PRIMARY KEY,
  entity     ${TEXT} NOT NULL,
  entity_id  ${TEXT} NOT NULL,
  from_state ${TEXT},
  to_state   ${TEXT} NOT NULL,
  reason     ${TEXT},
  at         ${TIME} NOT NULL,
  actor_id   ${TEXT} NOT NULL,
  actor_name ${TEXT} NOT NULL
);
CREATE INDEX transitions_entity ON transitions (entity_id, id);

-- +goose Down
DROP TABLE transitions;
DROP TABLE security_events;
DROP TABLE audit_events;
DROP TABLE audit_heads;
DROP TABLE idempotency_records;
DROP TABLE login_attempts;
DROP TABLE refresh_tokens;
DROP TABLE grants;
DROP TABLE users;
DROP TABLE settings;
