"""Tests of the whole: inventories, roles, stories in the browser."""
