-- Unified Procedure Steps (PS3.4 annex CC).
CREATE TABLE workitem (
  id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  facility_id      integer NOT NULL REFERENCES facility,
  sop_instance_uid text COLLATE "C" NOT NULL,
  state            text NOT NULL
    CHECK (state IN ('SCHEDULED', 'IN_PROGRESS', 'COMPLETED', 'CANCELED')),
  -- The lock of whoever performs it: compared, never told.
  transaction_uid  text COLLATE "C",
  patient_id       text COLLATE "C",
  label            text COLLATE "C",
  -- The attributes as they stand, in Explicit VR Little Endian, without the transaction UID.
  dataset          bytea NOT NULL,
  created          timestamptz NOT NULL DEFAULT now(),
  updated          timestamptz NOT NULL DEFAULT now(),
  UNIQUE (facility_id, sop_instance_uid)
);
CREATE INDEX workitem_state ON workitem (facility_id, state, id);
CREATE INDEX workitem_patient ON workitem (facility_id, patient_id, id);
CREATE INDEX workitem_label ON workitem (facility_id, label, id);
CREATE INDEX workitem_ended ON workitem (updated) WHERE state IN ('COMPLETED', 'CANCELED');

-- Who hears of one step.
CREATE TABLE workitem_subscription (
  workitem_id bigint NOT NULL REFERENCES workitem ON DELETE CASCADE,
  ae          text COLLATE "C" NOT NULL,
  locked      boolean NOT NULL,
  PRIMARY KEY (workitem_id, ae)
);
CREATE INDEX workitem_subscription_ae ON workitem_subscription (ae);

-- Who hears of steps that come: of all, or of those that match keys.
CREATE TABLE workitem_subscriber (
  facility_id integer NOT NULL REFERENCES facility,
  ae          text COLLATE "C" NOT NULL,
  locked      boolean NOT NULL,
  -- A data set of matching keys; null: all.
  filter      bytea,
  PRIMARY KEY (facility_id, ae)
);

-- Events for those that open a connection to hear of them, kept until they do.
CREATE TABLE workitem_event (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  facility_id integer NOT NULL REFERENCES facility,
  ae          text COLLATE "C" NOT NULL,
  workitem    text COLLATE "C" NOT NULL,
  event_type  integer NOT NULL,
  information bytea NOT NULL,
  created     timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX workitem_event_ae ON workitem_event (ae, id);
CREATE INDEX workitem_event_created ON workitem_event (created);
