-- The elements of which an export consists, as asked: `Type.element` or `element`; empty for all.
ALTER TABLE export_job ADD COLUMN elements text[] NOT NULL DEFAULT '{}';
