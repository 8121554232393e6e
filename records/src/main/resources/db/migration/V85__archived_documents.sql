-- Structured reports in the archive, and how far each has become a resource. One row per document,
-- written with its instance: a document is read after the sender has its answer.
CREATE TABLE archived_document (
  instance_id bigint PRIMARY KEY REFERENCES instance,
  facility_id integer NOT NULL REFERENCES facility,
  -- When it is to be read; null: it was.
  due         timestamptz,
  tries       integer NOT NULL DEFAULT 0,
  -- What became of it, without any of its content.
  outcome     text NOT NULL DEFAULT ''
);
CREATE INDEX archived_document_due ON archived_document (due) WHERE due IS NOT NULL;

-- Which documents stand in the place of which, as the later ones say, also where the earlier one
-- comes last.
CREATE TABLE document_predecessor (
  facility_id integer NOT NULL REFERENCES facility,
  predecessor text COLLATE "C" NOT NULL,
  successor   text COLLATE "C" NOT NULL,
  PRIMARY KEY (facility_id, predecessor, successor)
);
CREATE INDEX document_successor ON document_predecessor (facility_id, successor);

-- Those that were stored before.
INSERT INTO archived_document (instance_id, facility_id, due)
SELECT id, facility_id, now() FROM instance
WHERE sop_class_uid IN ('1.2.840.10008.5.1.4.1.1.88.11', '1.2.840.10008.5.1.4.1.1.88.22',
  '1.2.840.10008.5.1.4.1.1.88.33', '1.2.840.10008.5.1.4.1.1.88.34',
  '1.2.840.10008.5.1.4.1.1.88.35', '1.2.840.10008.5.1.4.1.1.88.72',
  '1.2.840.10008.5.1.4.1.1.88.67');
