"""Copying (一括書込み): many rows of one table by COPY, which takes a fraction of what as many INSERTs take."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.db import DEFAULT_DB_ALIAS, connections, models
from psycopg import sql

# What the driver writes as it is; a column of another kind is asked how its values are written.
_PLAIN: Final = (
    models.UUIDField,
    models.TextField,
    models.IntegerField,
    models.SmallIntegerField,
    models.BooleanField,
    models.DateField,
    models.DateTimeField,
    models.BinaryField,
    models.ForeignKey,
)


def copy_rows(rows: Sequence[models.Model]) -> None:
    """Insert unsaved rows of one model, in the transaction that is open; errors rise as Django's own.

    A key that the database counts is left to it, and not known to the rows afterwards; every other column must have its
    value, also where the database has a default.
    """
    if not rows:
        return
    fields = [f for f in rows[0]._meta.concrete_fields if not isinstance(f, models.AutoField)]
    connection = connections[DEFAULT_DB_ALIAS]
    asked = [
        (at, f.get_db_prep_save)
        for at, f in enumerate(fields)
        if type(f.base_field if isinstance(f, ArrayField) else f) not in _PLAIN
    ]
    names = [f.attname for f in fields]
    table = sql.Identifier(rows[0]._meta.db_table)
    columns = sql.SQL(", ").join(map(sql.Identifier, (str(f.column) for f in fields)))
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(table, columns)
    # In this order: what the driver raises at the end of the copy becomes Django's error.
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(statement) as copy,
    ):
        for row in rows:
            values = [getattr(row, name) for name in names]
            for at, written in asked:
                values[at] = written(values[at], connection)
            copy.write_row(values)
    for row in rows:
        row._state.adding = False
