-- What a series was asked for by: the keys within its Request Attributes Sequence (0040,0275), for
-- nested matching such as 00400275.00080050.
ALTER TABLE series
  ADD COLUMN request_accessions text[] COLLATE "C" NOT NULL DEFAULT '{}',
  ADD COLUMN request_procedures text[] COLLATE "C" NOT NULL DEFAULT '{}',
  ADD COLUMN request_steps      text[] COLLATE "C" NOT NULL DEFAULT '{}';
CREATE INDEX series_request_accessions ON series USING gin (request_accessions)
  WHERE request_accessions <> '{}';
CREATE INDEX series_request_procedures ON series USING gin (request_procedures)
  WHERE request_procedures <> '{}';
CREATE INDEX series_request_steps ON series USING gin (request_steps)
  WHERE request_steps <> '{}';
