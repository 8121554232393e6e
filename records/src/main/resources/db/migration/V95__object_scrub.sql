-- How far the stored objects have been read again, and which of them aren't what came in.

CREATE TABLE object_scrub (
  one     boolean PRIMARY KEY DEFAULT true CHECK (one),
  last_id bigint NOT NULL
);

CREATE TABLE damaged_object (
  instance_id bigint PRIMARY KEY REFERENCES instance ON DELETE CASCADE,
  reason      text NOT NULL,
  found       timestamptz NOT NULL DEFAULT now()
);
