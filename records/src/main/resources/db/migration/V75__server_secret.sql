-- Keys that all nodes of this server share, by what they are for.
CREATE TABLE server_secret (
  name   text PRIMARY KEY,
  secret bytea NOT NULL
);
