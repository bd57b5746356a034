"""Movements (異動): notified or ex officio, entered, examined by another, approved, and only then on the register."""
