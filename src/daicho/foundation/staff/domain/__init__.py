"""Rules of rights in plain Python: what may be set, for whom, and what follows from it on a day."""
