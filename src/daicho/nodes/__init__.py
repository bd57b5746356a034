"""Nodes (装置): systems on machines of their own, each with its own process, database and login."""
