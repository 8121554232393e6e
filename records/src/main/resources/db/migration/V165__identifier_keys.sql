-- Under which numbers a resource is found by the values of its identifiers, whatever the search
-- engine does: a hash of each value, so that a long value is as short as any.

ALTER TABLE resource ADD COLUMN identifier_keys bigint[];

-- What can't be read as jsonb, such as a number beyond its range, is left out of these searches.
CREATE FUNCTION identifier_keys_of(document text) RETURNS bigint[] LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  RETURN (SELECT array_agg(DISTINCT
      ('x' || encode(substring(sha256(convert_to(one #>> '{}', 'UTF8')) FROM 1 FOR 8), 'hex'))
        ::bit(64)::bigint)
    FROM (SELECT jsonb_path_query(document::jsonb, '$.identifier.value') AS one
      UNION ALL SELECT jsonb_path_query(document::jsonb, '$.masterIdentifier.value')) AS said);
EXCEPTION WHEN data_exception THEN
  RETURN NULL;
END $$;
UPDATE resource SET identifier_keys = identifier_keys_of(json)
  WHERE NOT deleted AND json ~ '"(i|masterI)dentifier":';
DROP FUNCTION identifier_keys_of;

-- Without fastupdate: a list of what is still to be sorted in would make some write pay for
-- thousands of others.
CREATE INDEX resource_identifier ON resource USING gin (identifier_keys)
  WITH (fastupdate = off) WHERE identifier_keys IS NOT NULL;
