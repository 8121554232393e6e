-- The base of the records: facilities, FHIR resources with versions, outbox, audit.

CREATE TABLE facility (
  id        integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code      text NOT NULL UNIQUE,
  name      text NOT NULL,
  namespace text NOT NULL,
  system    text NOT NULL,
  zone      text NOT NULL
);

-- The current version of each resource. The JSON is text, not jsonb: jsonb forgets the order of
-- keys and the form of decimals (1.10), and answers must be the bytes that were stored; text is
-- those bytes in UTF-8, packed by TOAST, and an operator can still cast it to jsonb.
CREATE TABLE resource (
  resource_type text NOT NULL,
  id            text NOT NULL,
  version       bigint NOT NULL,
  facility_id   integer NOT NULL REFERENCES facility,
  last_updated  timestamptz NOT NULL,
  deleted       boolean NOT NULL,
  digest        bytea NOT NULL,
  json          text NOT NULL,
  PRIMARY KEY (resource_type, id)
);

-- The versions that were replaced; the current one stands in resource only.
CREATE TABLE resource_history (
  resource_type text NOT NULL,
  id            text NOT NULL,
  version       bigint NOT NULL,
  facility_id   integer NOT NULL REFERENCES facility,
  last_updated  timestamptz NOT NULL,
  deleted       boolean NOT NULL,
  json          text NOT NULL,
  PRIMARY KEY (resource_type, id, version)
);

-- What happened, in commit-safe order: a reader takes only rows whose transaction is older than
-- every transaction still running, so no row can appear behind its cursor.
CREATE TABLE outbox (
  transaction xid8 NOT NULL DEFAULT pg_current_xact_id(),
  id          bigint GENERATED ALWAYS AS IDENTITY,
  topic       text NOT NULL,
  key         text NOT NULL,
  facility_id integer NOT NULL REFERENCES facility,
  created     timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (transaction, id)
);

CREATE TABLE outbox_consumer (
  name        text PRIMARY KEY,
  transaction xid8 NOT NULL DEFAULT '0',
  id          bigint NOT NULL DEFAULT 0,
  moved       timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE audit (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at          timestamptz NOT NULL DEFAULT clock_timestamp(),
  facility_id integer REFERENCES facility,
  door        text NOT NULL,
  caller      text NOT NULL,
  action      text NOT NULL,
  target      text NOT NULL,
  outcome     text NOT NULL
);
CREATE INDEX audit_at ON audit (at);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % can be added and read, never changed', TG_TABLE_NAME;
END $$;

CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
