-- How each Subscription fares; what it asks for stands in its resource.
CREATE TABLE subscription (
  id                text PRIMARY KEY,
  facility_id       integer NOT NULL REFERENCES facility,
  -- The version of the resource that is followed.
  version           bigint NOT NULL,
  status            text NOT NULL CHECK (status IN ('REQUESTED', 'ACTIVE', 'ERROR', 'OFF')),
  -- Whether it is told by HTTP; else its client asks by a websocket.
  is_hook           boolean NOT NULL,
  watched           text NOT NULL,
  -- How many events it had; each has the number that this was then.
  events            bigint NOT NULL DEFAULT 0,
  failures          integer NOT NULL DEFAULT 0,
  failing_since     timestamptz,
  heartbeat_seconds integer,
  ends              timestamptz,
  told              timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX subscription_watched ON subscription (facility_id, watched);

CREATE TABLE subscription_event (
  subscription_id text NOT NULL REFERENCES subscription ON DELETE CASCADE,
  number          bigint NOT NULL,
  resource        text NOT NULL,
  version         bigint NOT NULL,
  at              timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (subscription_id, number),
  UNIQUE (subscription_id, resource, version)
);
CREATE INDEX subscription_event_at ON subscription_event (at);
