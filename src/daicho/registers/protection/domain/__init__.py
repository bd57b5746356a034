"""Rules of suppression and support measures in plain Python: levels, channels, periods, states."""
