-- What stands in the sequences of studies, series and instances and is matched by (codes, issuers,
-- references, requests): the path in digits, an equals sign and the value, such as
-- `00081032.00080100=P5-09051`; texts folded. One table a level, so that what all instances of a
-- series say is there once.

CREATE TABLE study_key (
  key      text COLLATE "C" NOT NULL,
  study_id bigint NOT NULL REFERENCES study ON DELETE CASCADE,
  PRIMARY KEY (key, study_id)
);
CREATE INDEX study_key_study ON study_key (study_id);

CREATE TABLE series_key (
  key       text COLLATE "C" NOT NULL,
  series_id bigint NOT NULL REFERENCES series ON DELETE CASCADE,
  PRIMARY KEY (key, series_id)
);
CREATE INDEX series_key_series ON series_key (series_id);

CREATE TABLE instance_key (
  key         text COLLATE "C" NOT NULL,
  instance_id bigint NOT NULL REFERENCES instance ON DELETE CASCADE,
  PRIMARY KEY (key, instance_id)
);
CREATE INDEX instance_key_instance ON instance_key (instance_id);
