-- Who made a resource: a client by FHIR, or the records out of messages, images and settings.
-- Clients change only what clients made, but for types whose resources are theirs altogether.
ALTER TABLE resource ADD COLUMN by_client boolean NOT NULL DEFAULT false;

-- Clients may choose ids, and these are no UUIDs.
ALTER TABLE patient ALTER COLUMN fhir_id TYPE text;
ALTER TABLE imaging_order ALTER COLUMN fhir_id TYPE text;

-- History of a type and of all, newest first.
CREATE INDEX resource_updated ON resource (resource_type, last_updated, id);
CREATE INDEX resource_history_updated
  ON resource_history (resource_type, last_updated, id, version);
