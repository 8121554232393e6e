-- Studies whose availability others are to be told of, once it is known whether they are whole.
CREATE TABLE availability_notice (
  facility_id integer NOT NULL REFERENCES facility,
  study_uid   text COLLATE "C" NOT NULL,
  changed     timestamptz NOT NULL DEFAULT clock_timestamp(),
  due         timestamptz NOT NULL,
  PRIMARY KEY (facility_id, study_uid)
);
CREATE INDEX availability_notice_due ON availability_notice (due);
