-- What is to be known of a message that was sent all the same, such as accents left away.
ALTER TABLE delivery ADD COLUMN remark text NOT NULL DEFAULT '';
-- What is old is deleted by age.
CREATE INDEX delivery_delivered ON delivery (attempted) WHERE state = 'DELIVERED';
