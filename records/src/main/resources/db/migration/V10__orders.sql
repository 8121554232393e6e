-- Patients, imaging orders and their scheduled steps.

-- name_key is folded by vn.tia.mapping.names.NameKey, which alone does so; name_words are the words
-- as written, in lower case, by which exact accents rank first.
CREATE TABLE patient (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  facility_id  integer NOT NULL REFERENCES facility,
  fhir_id      uuid NOT NULL UNIQUE,
  -- SEEN: only images speak of the patient. REGISTERED: a HIS does, and images change nothing more.
  origin       text NOT NULL CHECK (origin IN ('SEEN', 'REGISTERED')),
  family       text NOT NULL,
  middle       text NOT NULL,
  given        text NOT NULL,
  prefix       text NOT NULL,
  suffix       text NOT NULL,
  name_key     text NOT NULL,
  name_words   text[] NOT NULL,
  birth_date   text,
  sex          text NOT NULL CHECK (sex IN ('MALE', 'FEMALE', 'OTHER', 'UNKNOWN')),
  address      text,
  phones       text[] NOT NULL,
  created      timestamptz NOT NULL DEFAULT now(),
  updated      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX patient_name_key ON patient (facility_id, name_key);
CREATE INDEX patient_birth_date ON patient (facility_id, birth_date);

-- One row per folded word of a name, so that the beginning of any word finds the patient.
CREATE TABLE patient_word (
  facility_id integer NOT NULL REFERENCES facility,
  word        text COLLATE "C" NOT NULL,
  patient_id  bigint NOT NULL REFERENCES patient ON DELETE CASCADE,
  PRIMARY KEY (facility_id, word, patient_id)
);
CREATE INDEX patient_word_patient ON patient_word (patient_id);

CREATE TABLE patient_identifier (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  facility_id    integer NOT NULL REFERENCES facility,
  patient_id     bigint NOT NULL REFERENCES patient ON DELETE CASCADE,
  system         text NOT NULL,
  value          text NOT NULL,
  type_code      text NOT NULL,
  namespace      text,
  universal_id   text,
  universal_type text,
  -- Whether this number finds the patient. A number shared by two rows finds only the first.
  finds          boolean NOT NULL,
  UNIQUE (patient_id, system, value)
);
CREATE UNIQUE INDEX patient_identifier_finds ON patient_identifier (facility_id, system, value)
  WHERE finds;
CREATE INDEX patient_identifier_value
  ON patient_identifier (facility_id, value text_pattern_ops);

CREATE TABLE imaging_order (
  id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  facility_id      integer NOT NULL REFERENCES facility,
  fhir_id          uuid NOT NULL UNIQUE,
  patient_id       bigint NOT NULL REFERENCES patient,
  status           text NOT NULL
    CHECK (status IN ('ACTIVE', 'ON_HOLD', 'COMPLETED', 'DISCONTINUED', 'CANCELED')),
  placer_system    text,
  placer_value     text,
  filler_system    text,
  filler_value     text,
  accession_system text NOT NULL,
  accession_value  text NOT NULL,
  study_uid        text NOT NULL,
  procedure_id     text NOT NULL,
  admission_system text,
  admission_value  text,
  -- Folded as names are: matched without accents and case.
  institution      text NOT NULL,
  department       text,
  -- All that the order says: vn.tia.mapping.exam.OrderContent.
  content          jsonb NOT NULL,
  created          timestamptz NOT NULL DEFAULT now(),
  updated          timestamptz NOT NULL DEFAULT now(),
  CHECK ((placer_system IS NULL) = (placer_value IS NULL)),
  CHECK ((filler_system IS NULL) = (filler_value IS NULL))
);
-- One placer order may ask for several procedures, each an order of its own here.
CREATE UNIQUE INDEX imaging_order_placer
  ON imaging_order (facility_id, placer_value, placer_system, procedure_id)
  WHERE placer_value IS NOT NULL;
CREATE INDEX imaging_order_filler ON imaging_order (facility_id, filler_value, filler_system)
  WHERE filler_value IS NOT NULL;
CREATE INDEX imaging_order_accession
  ON imaging_order (facility_id, accession_value text_pattern_ops, accession_system);
CREATE INDEX imaging_order_study ON imaging_order (facility_id, study_uid);
CREATE INDEX imaging_order_procedure
  ON imaging_order (facility_id, procedure_id text_pattern_ops);
CREATE INDEX imaging_order_admission
  ON imaging_order (facility_id, admission_value text_pattern_ops)
  WHERE admission_value IS NOT NULL;
CREATE INDEX imaging_order_institution
  ON imaging_order (facility_id, institution text_pattern_ops);
CREATE INDEX imaging_order_department
  ON imaging_order (facility_id, department text_pattern_ops) WHERE department IS NOT NULL;
CREATE INDEX imaging_order_patient ON imaging_order (patient_id);

CREATE TABLE scheduled_step (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  facility_id    integer NOT NULL REFERENCES facility,
  order_id       bigint NOT NULL REFERENCES imaging_order ON DELETE CASCADE,
  step_id        text NOT NULL,
  status         text NOT NULL CHECK (status IN ('SCHEDULED', 'ARRIVED', 'READY', 'STARTED',
    'DEPARTED', 'ON_HOLD', 'COMPLETED', 'DISCONTINUED', 'CANCELED')),
  -- Whether the step stands on the worklist.
  open           boolean NOT NULL GENERATED ALWAYS AS
    (status IN ('SCHEDULED', 'ARRIVED', 'READY', 'STARTED', 'DEPARTED')) STORED,
  modality       text,
  -- The stations that may perform it; none: every station of its modality.
  station_aes    text[] NOT NULL,
  -- The clock on the facility's wall: DICOM asks for dates and times of day, not for instants.
  starts         timestamp NOT NULL,
  -- Folded, of all performing physicians.
  performer_words text[] NOT NULL,
  -- The whole step: vn.tia.mapping.exam.ScheduledStep.
  content        jsonb NOT NULL,
  created        timestamptz NOT NULL DEFAULT now(),
  updated        timestamptz NOT NULL DEFAULT now(),
  UNIQUE (order_id, step_id)
);
CREATE INDEX scheduled_step_open ON scheduled_step (facility_id, starts, id) WHERE open;
CREATE INDEX scheduled_step_modality ON scheduled_step (facility_id, modality, starts, id)
  WHERE open;
CREATE INDEX scheduled_step_closed ON scheduled_step (facility_id, status, starts, id)
  WHERE NOT open;
CREATE INDEX scheduled_step_station ON scheduled_step USING gin (station_aes) WHERE open;
CREATE INDEX scheduled_step_performer ON scheduled_step USING gin (performer_words) WHERE open;
CREATE INDEX scheduled_step_step ON scheduled_step (facility_id, step_id text_pattern_ops);

-- Accession numbers and step ids that Tia gives.
CREATE SEQUENCE accession_number;
CREATE SEQUENCE scheduled_step_number;
