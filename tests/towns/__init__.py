"""Towns in tests (試験の市町村): two municipalities with everything that runs in earnest, small enough for a test."""
