-- Workitems follow merged patients, too.
ALTER TABLE patient_merge_follower DROP CONSTRAINT patient_merge_follower_kind_check;
ALTER TABLE patient_merge_follower ADD CONSTRAINT patient_merge_follower_kind_check
  CHECK (kind IN ('ORDER', 'STUDY', 'RESOURCE', 'WORKITEM'));
