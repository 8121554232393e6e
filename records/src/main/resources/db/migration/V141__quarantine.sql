-- Studies with instances that contradict what was here before: kept, and marked until somebody has
-- looked at them.
CREATE TABLE quarantine (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  facility_id integer NOT NULL REFERENCES facility,
  study_id    bigint NOT NULL REFERENCES study ON DELETE CASCADE,
  -- In words, without the values.
  reason      text NOT NULL,
  instances   integer NOT NULL,
  first       timestamptz NOT NULL DEFAULT now(),
  last        timestamptz NOT NULL DEFAULT now(),
  settled     timestamptz
);
CREATE UNIQUE INDEX quarantine_open ON quarantine (study_id, reason) WHERE settled IS NULL;
