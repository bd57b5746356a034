-- The 異動年月日 by which a person became the municipality's; empty where it is not known (loaded before the lines began).

ALTER TABLE identity ADD COLUMN since text NOT NULL DEFAULT '';
