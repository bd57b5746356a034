"""Tests of the rest of the country."""
