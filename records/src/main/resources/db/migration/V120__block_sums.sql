-- The CRC-32C of each 64 KiB of an object's file, four bytes each, so that a frame is checked where
-- it lies without reading the rest. Null for what was stored before: that is read whole, until it
-- has been read again for damage, which adds them.

ALTER TABLE instance ADD COLUMN block_sums bytea;
-- Sums don't compress.
ALTER TABLE instance ALTER COLUMN block_sums SET STORAGE EXTERNAL;
