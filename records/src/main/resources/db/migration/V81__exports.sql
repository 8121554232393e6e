-- Bulk exports: what was asked, how far each has come, and the files it has written.

CREATE TABLE export_job (
  id          uuid PRIMARY KEY,
  facilities  integer[] NOT NULL,
  request     text NOT NULL,
  about       text NOT NULL CHECK (about IN ('SYSTEM', 'PATIENTS', 'GROUP')),
  -- The patients of a group or list, as Patient/id; empty for all.
  members     text[] NOT NULL,
  types       text[] NOT NULL,
  filters     text[] NOT NULL,
  since       timestamptz,
  -- The state of the records that is exported, and the transactions that may still change it.
  as_of       timestamptz NOT NULL,
  horizon     xid8 NOT NULL DEFAULT pg_snapshot_xmax(pg_current_snapshot()),
  state       text NOT NULL DEFAULT 'RUNNING' CHECK (state IN ('RUNNING', 'DONE', 'FAILED')),
  -- Who works on it, and when they last said so.
  worker      text,
  heartbeat   timestamptz,
  -- How far it has come: the type by its place in types, and the last id of it that is written.
  type_place  integer NOT NULL DEFAULT 0,
  after_id    text NOT NULL DEFAULT '',
  read        bigint NOT NULL DEFAULT 0,
  expected    bigint,
  created     timestamptz NOT NULL DEFAULT clock_timestamp(),
  finished    timestamptz
);
CREATE INDEX export_job_running ON export_job (created) WHERE state = 'RUNNING';

CREATE TABLE export_file (
  job_id  uuid NOT NULL REFERENCES export_job ON DELETE CASCADE,
  number  integer NOT NULL,
  kind    text NOT NULL CHECK (kind IN ('OUTPUT', 'DELETED')),
  type    text NOT NULL,
  -- What is durable; what a crash left behind that is cut off.
  lines   bigint NOT NULL,
  bytes   bigint NOT NULL,
  PRIMARY KEY (job_id, number)
);
