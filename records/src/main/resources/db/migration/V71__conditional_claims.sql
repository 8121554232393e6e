-- What was made on the condition that there is none such, by the criteria: who asks for the same at
-- the same time finds it here, before the search index has it. Rows older than a day go.
CREATE TABLE conditional_claim (
  digest        bytea PRIMARY KEY,
  resource_type text NOT NULL,
  resource_id   text NOT NULL,
  made          timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX conditional_claim_made ON conditional_claim (made);
