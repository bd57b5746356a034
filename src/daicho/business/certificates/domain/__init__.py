"""Rules of certificates in plain Python: who may ask for what, and what stands on the sheet."""
