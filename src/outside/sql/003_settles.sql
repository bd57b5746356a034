-- The received message that is held until the receiver of this one has spoken.

ALTER TABLE sent ADD COLUMN settles uuid;
