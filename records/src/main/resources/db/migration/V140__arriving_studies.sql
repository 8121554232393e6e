-- A copy of another archive's study that is on its way: nobody is shown it before all of it came.
-- On the row of the study, so that no query has to look into another table for it.
ALTER TABLE study ADD COLUMN arriving boolean NOT NULL DEFAULT false;
UPDATE study SET arriving = true WHERE id IN (SELECT study_id FROM cached_study WHERE NOT complete);
