-- A message that failed and that somebody has seen to: it leaves the queue and stays in the journal.
ALTER TABLE hl7_message ADD COLUMN dismissed timestamptz;
-- What is old is deleted by age.
CREATE INDEX hl7_message_received ON hl7_message (received);
DROP INDEX hl7_message_errors;
CREATE INDEX hl7_message_errors ON hl7_message (facility_id, id)
  WHERE outcome <> 'AA' AND dismissed IS NULL;
