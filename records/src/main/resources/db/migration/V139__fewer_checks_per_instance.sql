-- Each instance looked up its facility, one row that all senders lock at once, and its series, whose
-- row its own transaction has just changed. A facility can't go (V60); an instance is written behind
-- its series by the same transaction, and series and studies are never deleted.
ALTER TABLE study DROP CONSTRAINT study_facility_id_fkey;
ALTER TABLE series DROP CONSTRAINT series_facility_id_fkey;
ALTER TABLE instance DROP CONSTRAINT instance_facility_id_fkey;
ALTER TABLE study_projection DROP CONSTRAINT study_projection_facility_id_fkey;
ALTER TABLE instance DROP CONSTRAINT instance_series_id_fkey;

-- A study and a series are counted on with each group of instances: room in their pages keeps those
-- changes out of their indexes.
ALTER TABLE study SET (fillfactor = 70);
ALTER TABLE series SET (fillfactor = 70);
