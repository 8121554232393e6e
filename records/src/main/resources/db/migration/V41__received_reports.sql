-- Reports that other systems send: by which number each is found again. What they say is in the
-- resources DiagnosticReport and Observation.
CREATE TABLE received_report (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  facility_id integer NOT NULL REFERENCES facility,
  fhir_id     uuid NOT NULL UNIQUE,
  status      text NOT NULL,
  created     timestamptz NOT NULL DEFAULT now(),
  updated     timestamptz NOT NULL DEFAULT now()
);

-- A kind of number (D document, F filler, P placer, A accession), who gave it, the number, and the
-- code of what was examined.
CREATE TABLE received_report_key (
  facility_id integer NOT NULL REFERENCES facility,
  key         text NOT NULL,
  report_id   bigint NOT NULL REFERENCES received_report,
  PRIMARY KEY (facility_id, key)
);
