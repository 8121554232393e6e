-- Studies that lie in another archive.
--
-- A cached study is a copy of one: its rows and objects are as those of any other, but may go when
-- room is needed. Once an original of it is stored here, its row in this table goes, and it stays.
CREATE TABLE cached_study (
  study_id     bigint PRIMARY KEY REFERENCES study,
  archive      text NOT NULL,
  -- Whether all of it came; until then nobody is shown it.
  complete     boolean NOT NULL DEFAULT false,
  bytes        bigint NOT NULL DEFAULT 0,
  fetched      timestamptz NOT NULL DEFAULT now(),
  last_used    timestamptz NOT NULL DEFAULT now(),
  -- Who reads it counts on it until then.
  leased_until timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX cached_study_used ON cached_study (last_used);

-- The id of its ImagingStudy, so that it is the same before it is fetched, while it is here, and
-- after it went.
CREATE TABLE remote_study (
  facility_id        integer NOT NULL REFERENCES facility,
  study_instance_uid text COLLATE "C" NOT NULL,
  fhir_id            uuid NOT NULL,
  archive            text NOT NULL,
  found              timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (facility_id, study_instance_uid)
);
