"""個人番号とすべき番号 (番号法8条): made by the nation alone, with its check digit, never twice.

The same 住民票コード asked again gets the same number; a change gives a new one, once for each former number.
"""

from __future__ import annotations

from outside import check_digits
from outside.database import Database
from outside.problems import refuse


def current_of(connection: Database, code: str) -> str | None:
    """The number of a 住民票コード; None: it has none."""
    row = connection.execute(
        "SELECT number FROM number WHERE code = %s AND ended_at IS NULL", [code]
    ).fetchone()
    return row["number"] if row else None


def assign(connection: Database, code: str) -> str:
    """The number of a 住民票コード, made now if it has none."""
    _one_at_a_time(connection, code)
    return current_of(connection, code) or _draw(connection, code, reason="new", replaces=None)


def change(connection: Database, code: str, *, reason: str, former: str | None) -> str:
    """Another number for a 住民票コード; the same one when the same change is asked for again. Raises `Refusal`."""
    _one_at_a_time(connection, code)
    current = current_of(connection, code)
    if current is None:
        raise refuse(
            "number.none",
            "code",
            "個人番号がまだありません。",
            "番号の生成を求めていない人の変更です。",
            "先に番号の生成を求めてください。",
        )
    if former is not None and former != current:
        replaced = connection.execute(
            "SELECT number FROM number WHERE code = %s AND replaces = %s", [code, former]
        ).fetchone()
        if replaced is None:
            raise refuse(
                "number.former_mismatch",
                "former_number",
                "変更前の個人番号が合いません。",
                "この住民票コードの番号ではありません。",
                "変更前の番号を確かめてください。",
            )
        return str(replaced["number"])
    connection.execute(
        "UPDATE number SET ended_at = clock_timestamp() WHERE number = %s", [current]
    )
    return _draw(connection, code, reason=reason, replaces=current)


def adopt(connection: Database, code: str, number: str) -> None:
    """Note the number that an update states for a code (13 個人番号). Raises `Refusal` when it is not the code's.

    A code that the nation gave no number to (it was loaded before this stand-in began) brings its own, if nobody has it.
    """
    _one_at_a_time(connection, code)
    row = connection.execute(
        "SELECT code, ended_at FROM number WHERE number = %s", [number]
    ).fetchone()
    if row is not None and row["code"] == code:
        return  # its own, or the one it had when the message was made
    if row is not None or current_of(connection, code) is not None:
        raise refuse(
            "identity.number_mismatch",
            "items.13",
            "個人番号と住民票コードの対応が違います。",
            "機構が生成した番号と一致しません。",
            "個人番号を確かめてください。",
        )
    connection.execute(
        "INSERT INTO number (number, code, reason) VALUES (%s, %s, 'known')", [number, code]
    )


def rename(connection: Database, *, former: str, code: str) -> None:
    """A changed 住民票コード keeps its numbers."""
    if current_of(connection, code) is None:
        connection.execute("UPDATE number SET code = %s WHERE code = %s", [code, former])


def _draw(connection: Database, code: str, *, reason: str, replaces: str | None) -> str:
    while True:
        row = connection.execute(
            "INSERT INTO number (number, code, reason, replaces) VALUES (%s, %s, %s, %s)"
            " ON CONFLICT (number) DO NOTHING RETURNING number",
            [check_digits.draw_individual_number(), code, reason, replaces],
        ).fetchone()
        if row is not None:
            return str(row["number"])


def _one_at_a_time(connection: Database, code: str) -> None:
    connection.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 13))", [code])
