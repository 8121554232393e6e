-- Records of one person that stay apart: linked by A24, parted by A37.
CREATE TABLE patient_see_also (
  facility_id integer NOT NULL REFERENCES facility,
  one_id      bigint NOT NULL REFERENCES patient,
  other_id    bigint NOT NULL REFERENCES patient,
  linked      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (one_id, other_id),
  -- Each pair once.
  CHECK (one_id < other_id)
);
CREATE INDEX patient_see_also_other ON patient_see_also (other_id);
