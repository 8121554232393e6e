-- Work that only one process at a time shall do, and who does it until when.

CREATE TABLE lease (
  name   text PRIMARY KEY,
  holder uuid NOT NULL,
  ends   timestamptz NOT NULL
);
