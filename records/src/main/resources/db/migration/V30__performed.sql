-- Performed procedure steps (MPPS), as modalities report them.

CREATE TABLE performed_step (
  id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  facility_id      integer NOT NULL REFERENCES facility,
  sop_instance_uid text NOT NULL,
  status           text NOT NULL CHECK (status IN ('IN_PROGRESS', 'COMPLETED', 'DISCONTINUED')),
  study_uid        text,
  -- The attributes as they stand, in Explicit VR Little Endian.
  dataset          bytea NOT NULL,
  created          timestamptz NOT NULL DEFAULT now(),
  updated          timestamptz NOT NULL DEFAULT now(),
  UNIQUE (facility_id, sop_instance_uid)
);
CREATE INDEX performed_step_study ON performed_step (facility_id, study_uid)
  WHERE study_uid IS NOT NULL;

-- Which scheduled steps were performed; none for an exam that nobody ordered.
CREATE TABLE performed_scheduled_step (
  performed_step_id bigint NOT NULL REFERENCES performed_step ON DELETE CASCADE,
  scheduled_step_id bigint NOT NULL REFERENCES scheduled_step ON DELETE CASCADE,
  facility_id       integer NOT NULL REFERENCES facility,
  PRIMARY KEY (performed_step_id, scheduled_step_id)
);
CREATE INDEX performed_scheduled_step_scheduled ON performed_scheduled_step (scheduled_step_id);
