-- An order writes some fifteen rows, each of a facility. A reference to facility was looked up for
-- each row, and locked that one row by all senders at once. Instead, the referred row can't go.
CREATE FUNCTION refuse_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % can be added and renamed, never removed', TG_TABLE_NAME;
END $$;

CREATE TRIGGER facility_stays BEFORE DELETE OR UPDATE OF id ON facility
  FOR EACH ROW EXECUTE FUNCTION refuse_removal();
CREATE TRIGGER facilities_stay BEFORE TRUNCATE ON facility
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_removal();

ALTER TABLE patient DROP CONSTRAINT patient_facility_id_fkey;
ALTER TABLE patient_word DROP CONSTRAINT patient_word_facility_id_fkey;
ALTER TABLE patient_identifier DROP CONSTRAINT patient_identifier_facility_id_fkey;
ALTER TABLE imaging_order DROP CONSTRAINT imaging_order_facility_id_fkey;
ALTER TABLE scheduled_step DROP CONSTRAINT scheduled_step_facility_id_fkey;
ALTER TABLE resource DROP CONSTRAINT resource_facility_id_fkey;
ALTER TABLE outbox DROP CONSTRAINT outbox_facility_id_fkey;
ALTER TABLE audit DROP CONSTRAINT audit_facility_id_fkey;
ALTER TABLE hl7_message DROP CONSTRAINT hl7_message_facility_id_fkey;

-- Words are written with their patient only, and patients stay.
ALTER TABLE patient_word DROP CONSTRAINT patient_word_patient_id_fkey;
