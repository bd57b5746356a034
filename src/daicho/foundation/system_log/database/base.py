"""Connections (接続の記録, STD-10.2): who connected in which role, and what was refused or could not be reached.

Every process has its own role, so that each access to the database is told; administrators who connect past the
program stand in the database server's own log.
"""

from __future__ import annotations

from typing import Any

import structlog
from django.db.backends.postgresql import base

log = structlog.get_logger(__name__)


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL, its connections told."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:  # Any: Django's own
        role = str(conn_params.get("user", ""))
        try:
            made = super().get_new_connection(conn_params)
        except self.Database.Error as error:
            log.error(
                "database.refused",
                part="database",
                role=role,
                error=type(error).__name__,
                sqlstate=error.sqlstate,
            )
            raise
        log.info("database.connected", role=role)
        return made
