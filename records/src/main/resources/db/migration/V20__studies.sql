-- Studies, series and instances: what a query matches, and where the bytes lie.
--
-- Columns are what is matched; "attributes" is what is answered: the study's or series' own
-- elements as a data set in Explicit VR Little Endian, text in its own character set. The bytes in
-- the object store stay the truth, so all of this can be read again from them.
--
-- Text keys compare by bytes (COLLATE "C"), so that a plain index serves LIKE 'prefix%'. Keys named
-- "*_key" are folded (no accents, no case); a trigram index finds words anywhere in them.

CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE TABLE study (
  id                 bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  facility_id        integer NOT NULL REFERENCES facility,
  study_instance_uid text COLLATE "C" NOT NULL,
  fhir_id            uuid NOT NULL DEFAULT gen_random_uuid() UNIQUE,
  patient_id         bigint NOT NULL REFERENCES patient,
  order_id           bigint REFERENCES imaging_order,
  study_id           text COLLATE "C",
  accession_number   text COLLATE "C",
  accession_system   text COLLATE "C",
  study_date         date,
  study_time         time(6),
  description_key    text COLLATE "C",
  referrer_key       text COLLATE "C",
  modalities         text[] NOT NULL DEFAULT '{}',
  sop_classes        text[] NOT NULL DEFAULT '{}',
  series_count       integer NOT NULL DEFAULT 0,
  instance_count     integer NOT NULL DEFAULT 0,
  attributes         bytea NOT NULL,
  -- Counts the changes, so that who reads it outside the transaction sees whether it read the last.
  version            bigint NOT NULL DEFAULT 0,
  created            timestamptz NOT NULL DEFAULT now(),
  changed            timestamptz NOT NULL DEFAULT now(),
  -- The order in which studies are listed, newest first; never null, so that paging by key works.
  sort_date          date NOT NULL GENERATED ALWAYS AS (coalesce(study_date, '0001-01-01')) STORED,
  UNIQUE (study_instance_uid, facility_id)
);
-- Both orders: one facility's list, and the list of who sees many.
CREATE INDEX study_facility_date ON study (facility_id, sort_date DESC, id DESC);
CREATE INDEX study_date ON study (sort_date DESC, id DESC);
CREATE INDEX study_patient ON study (patient_id, sort_date DESC, id DESC);
CREATE INDEX study_order ON study (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX study_accession ON study (accession_number) WHERE accession_number IS NOT NULL;
CREATE INDEX study_study_id ON study (study_id) WHERE study_id IS NOT NULL;
CREATE INDEX study_description ON study USING gin (description_key gin_trgm_ops);
CREATE INDEX study_referrer ON study USING gin (referrer_key gin_trgm_ops);
CREATE INDEX study_modalities ON study USING gin (modalities);
CREATE INDEX study_sop_classes ON study USING gin (sop_classes);

CREATE TABLE series (
  id                  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  facility_id         integer NOT NULL REFERENCES facility,
  study_id            bigint NOT NULL REFERENCES study,
  series_instance_uid text COLLATE "C" NOT NULL,
  modality            text COLLATE "C",
  series_number       integer,
  description_key     text COLLATE "C",
  body_part           text COLLATE "C",
  institution_key     text COLLATE "C",
  department_key      text COLLATE "C",
  station_name        text COLLATE "C",
  performer_key       text COLLATE "C",
  performed_date      date,
  instance_count      integer NOT NULL DEFAULT 0,
  attributes          bytea NOT NULL,
  -- One Series Instance UID under two studies happens in the field; both are kept.
  UNIQUE (study_id, series_instance_uid)
);
CREATE INDEX series_uid ON series (series_instance_uid);
CREATE INDEX series_description ON series USING gin (description_key gin_trgm_ops);
CREATE INDEX series_institution ON series USING gin (institution_key gin_trgm_ops);
CREATE INDEX series_department ON series USING gin (department_key gin_trgm_ops);
CREATE INDEX series_performer ON series USING gin (performer_key gin_trgm_ops);
CREATE INDEX series_body_part ON series (body_part, study_id) WHERE body_part IS NOT NULL;
CREATE INDEX series_station ON series (station_name, study_id) WHERE station_name IS NOT NULL;
CREATE INDEX series_performed ON series (performed_date) WHERE performed_date IS NOT NULL;

CREATE TABLE instance (
  id                  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  facility_id         integer NOT NULL REFERENCES facility,
  series_id           bigint NOT NULL REFERENCES series,
  sop_instance_uid    text COLLATE "C" NOT NULL,
  sop_class_uid       text COLLATE "C" NOT NULL,
  transfer_syntax_uid text COLLATE "C" NOT NULL,
  instance_number     integer,
  image_rows          integer,
  image_columns       integer,
  frames              integer NOT NULL,
  title               text,
  object_id           text COLLATE "C" NOT NULL UNIQUE,
  -- The whole file: preamble and meta information are ours, the data set begins at dataset_offset.
  bytes               bigint NOT NULL,
  sha256              bytea NOT NULL,
  dataset_offset      bigint NOT NULL,
  -- The data set without long binary values, in Explicit VR Little Endian, deflated: a query or a
  -- metadata answer reads rows that lie together, and opens no file. Binary rather than JSON
  -- because it keeps the sender's text and VRs as they came, is half the size, and serves C-FIND
  -- and DICOMweb alike.
  header              bytea NOT NULL,
  -- Where the long binary values lie in the file: tag/VR/offset/length, parted by blanks; a length
  -- of -1 is encapsulated.
  bulk                text NOT NULL,
  source              text NOT NULL,
  received            timestamptz NOT NULL DEFAULT now(),
  UNIQUE (sop_instance_uid, facility_id)
);
-- Deflated already: a second compression only costs time.
ALTER TABLE instance ALTER COLUMN header SET STORAGE EXTERNAL;
CREATE INDEX instance_series ON instance (series_id, instance_number, id);

-- Studies whose ImagingStudy is behind. One row per study, however many images come in: a study of
-- 3,000 slices is encoded once when it rests, or about once a second while it arrives.
CREATE TABLE study_projection (
  study_id    bigint PRIMARY KEY REFERENCES study,
  facility_id integer NOT NULL REFERENCES facility,
  due         timestamptz NOT NULL
);
CREATE INDEX study_projection_due ON study_projection (due);

-- Up to when the object store has been searched for objects without a row.
CREATE TABLE object_sweep (
  one         boolean PRIMARY KEY DEFAULT true CHECK (one),
  swept_until timestamptz NOT NULL
);
