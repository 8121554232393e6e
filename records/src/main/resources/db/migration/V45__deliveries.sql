-- Messages on their way to other systems, and db-scheduler's table that wakes them up.

CREATE TABLE delivery (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  facility_id  integer NOT NULL REFERENCES facility,
  destination  text NOT NULL,
  kind         text NOT NULL,
  ordering_key text NOT NULL,
  dedupe_key   text NOT NULL,
  payload      bytea NOT NULL,
  state        text NOT NULL DEFAULT 'WAITING' CHECK (state IN ('WAITING', 'DELIVERED', 'DEAD')),
  attempts     integer NOT NULL DEFAULT 0,
  reason       text NOT NULL DEFAULT '',
  -- How often it was brought back from the dead; each round is a scheduled task of its own.
  round        integer NOT NULL DEFAULT 0,
  created      timestamptz NOT NULL DEFAULT clock_timestamp(),
  attempted    timestamptz,
  UNIQUE (destination, dedupe_key)
);
CREATE INDEX delivery_lane ON delivery (destination, ordering_key, id) WHERE state = 'WAITING';
CREATE INDEX delivery_dead ON delivery (facility_id, id) WHERE state = 'DEAD';

-- As db-scheduler 16 asks for it.
CREATE TABLE scheduled_tasks (
  task_name            text NOT NULL,
  task_instance        text NOT NULL,
  task_data            bytea,
  execution_time       timestamptz,
  picked               boolean NOT NULL,
  picked_by            text,
  last_success         timestamptz,
  last_failure         timestamptz,
  consecutive_failures integer,
  last_heartbeat       timestamptz,
  version              bigint NOT NULL,
  priority             smallint,
  state                text,
  PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX scheduled_tasks_execution_time ON scheduled_tasks (execution_time);
CREATE INDEX scheduled_tasks_last_heartbeat ON scheduled_tasks (last_heartbeat);
