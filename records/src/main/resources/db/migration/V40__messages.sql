-- The journal of HL7 v2 messages that came in: the bytes, what became of them, and the answer.
CREATE TABLE hl7_message (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  facility_id integer NOT NULL REFERENCES facility,
  -- MSH-3 and MSH-4, by which MSH-10 is unique.
  sender      text NOT NULL,
  control_id  text NOT NULL,
  kind        text NOT NULL,
  message     bytea NOT NULL,
  sha256      bytea NOT NULL,
  outcome     text NOT NULL CHECK (outcome IN ('AA', 'AE', 'AR')),
  -- HL7 table 0357; 0 where nothing was wrong.
  fault       integer NOT NULL,
  reason      text NOT NULL,
  answer      bytea NOT NULL,
  -- How often the same failing message came.
  attempts    integer NOT NULL DEFAULT 1,
  received    timestamptz NOT NULL
);
-- What had an effect has it once. A message that failed may come again, corrected or not.
CREATE UNIQUE INDEX hl7_message_once ON hl7_message (sender, control_id) WHERE outcome = 'AA';
CREATE UNIQUE INDEX hl7_message_failed ON hl7_message (sender, control_id, sha256)
  WHERE outcome <> 'AA';
CREATE INDEX hl7_message_errors ON hl7_message (facility_id, id) WHERE outcome <> 'AA';
