-- Patients whose numbers lead to another: merges by A40 and new numbers by A47.

-- The patient in whose place another stands; nothing refers to such a row but its own numbers.
ALTER TABLE patient ADD COLUMN replaced_by bigint REFERENCES patient CHECK (replaced_by <> id);
CREATE INDEX patient_replaced ON patient (replaced_by) WHERE replaced_by IS NOT NULL;

-- patient_id is whose number it was given as; leads_to is whom it finds now, at the end of the chain.
ALTER TABLE patient_identifier ADD COLUMN leads_to bigint REFERENCES patient;
UPDATE patient_identifier SET leads_to = patient_id;
ALTER TABLE patient_identifier ALTER COLUMN leads_to SET NOT NULL;
-- Replaced by another number of the same patient: it still finds, and is shown no more.
ALTER TABLE patient_identifier ADD COLUMN retired boolean NOT NULL DEFAULT false;
CREATE INDEX patient_identifier_leads_to ON patient_identifier (leads_to);

-- Every merge that was made, so that it can be undone.
CREATE TABLE patient_merge (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  facility_id integer NOT NULL REFERENCES facility,
  replaced_id bigint NOT NULL REFERENCES patient,
  survivor_id bigint NOT NULL REFERENCES patient,
  merged      timestamptz NOT NULL DEFAULT now(),
  undone      timestamptz,
  CHECK (replaced_id <> survivor_id)
);
CREATE UNIQUE INDEX patient_merge_active ON patient_merge (replaced_id) WHERE undone IS NULL;

-- What followed the patient at a merge, and goes back with them: an order's or a study's row id, or
-- the key of a resource.
CREATE TABLE patient_merge_follower (
  merge_id    bigint NOT NULL REFERENCES patient_merge,
  facility_id integer NOT NULL REFERENCES facility,
  kind        text NOT NULL CHECK (kind IN ('ORDER', 'STUDY', 'RESOURCE')),
  key         text NOT NULL,
  PRIMARY KEY (merge_id, kind, key)
);
CREATE INDEX patient_merge_follower_key ON patient_merge_follower (kind, key);

-- Whom a resource is about, as its reference says, so that a patient's resources are found.
ALTER TABLE resource ADD COLUMN subject text;
UPDATE resource SET subject = substring(json from '"subject":\{"reference":"([^"]+)"')
  WHERE NOT deleted;
CREATE INDEX resource_subject ON resource (facility_id, subject) WHERE subject IS NOT NULL;
