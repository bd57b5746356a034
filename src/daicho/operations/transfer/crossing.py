"""Crossing (突合): what the people of a file say against each other, asked of the database in temporary tables.

Only keys, numbers of households and days are in these tables; they are gone with the connection.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from django.db import connection

from daicho.operations.transfer.people import Reject
from daicho.operations.transfer.pieces import Store

_TABLES: Final = """
DROP TABLE IF EXISTS transfer_people, transfer_homes, transfer_heads, transfer_changes, transfer_refs,
    transfer_numbers, transfer_out, transfer_seen;
CREATE TEMP TABLE transfer_people (atena text, line bigint);
CREATE TEMP TABLE transfer_homes (household text, atena text);
CREATE TEMP TABLE transfer_heads (household text, valid daterange, recorded tstzrange, atena text, line bigint);
CREATE TEMP TABLE transfer_changes (key uuid, digest text, atena text, line bigint);
CREATE TEMP TABLE transfer_refs (key uuid, kind text, atena text, line bigint);
CREATE TEMP TABLE transfer_numbers (key uuid, kind text, lookup bytea, line bigint);
CREATE TEMP TABLE transfer_out (atena text PRIMARY KEY);
CREATE TEMP TABLE transfer_seen (file text, said text, PRIMARY KEY (file, said));
"""
_COPIES: Final = {
    "people": "COPY transfer_people FROM STDIN",
    "homes": "COPY transfer_homes FROM STDIN",
    "heads": "COPY transfer_heads FROM STDIN",
    "changes": "COPY transfer_changes FROM STDIN",
    "refs": "COPY transfer_refs FROM STDIN",
    "numbers": "COPY transfer_numbers FROM STDIN",
}
_QUESTIONS: Final = (
    (
        "宛名番号",
        "同じ宛名番号の行が続いていません（宛名番号の順に並べてください）",
        "SELECT max(line), atena FROM transfer_people GROUP BY atena HAVING count(*) > 1",
    ),
    (
        "異動番号",
        "同じ異動番号で、内容の違う異動があります",
        "SELECT c.line, c.atena FROM transfer_changes c JOIN (SELECT key FROM transfer_changes GROUP BY key"
        " HAVING min(digest) <> max(digest)) o USING (key)",
    ),
    (
        "世帯主との続柄",
        "同じ世帯に、同じ時に世帯主が二人います",
        "SELECT a.line, a.atena FROM transfer_heads a JOIN transfer_heads b USING (household)"
        " WHERE a.atena <> b.atena AND a.valid && b.valid AND a.recorded && b.recorded",
    ),
    (
        "個人番号・住民票コード",
        "番号のファイルにないか、そこで誤りとされた番号です",
        "SELECT r.line, r.atena FROM transfer_refs r LEFT JOIN transfer_numbers n USING (key, kind)"
        " WHERE n.key IS NULL",
    ),
    (
        "個人番号・住民票コード",
        "別の人と同じ番号です",
        "SELECT r.line, r.atena FROM transfer_refs r JOIN (SELECT key FROM transfer_refs GROUP BY key"
        " HAVING min(atena) <> max(atena)) o USING (key)",
    ),
    (
        "個人番号・住民票コード",
        "番号のファイルに、同じ番号が二度あります",
        "SELECT r.line, r.atena FROM transfer_refs r JOIN transfer_numbers n USING (key)"
        " JOIN (SELECT kind, lookup FROM transfer_numbers GROUP BY kind, lookup HAVING count(*) > 1) o"
        " ON o.kind = n.kind AND o.lookup = n.lookup",
    ),
)
_TOGETHER: Final = """
SELECT DISTINCT b.atena FROM transfer_homes a JOIN transfer_out o USING (atena)
JOIN transfer_homes b USING (household) LEFT JOIN transfer_out known ON known.atena = b.atena
WHERE known.atena IS NULL
"""
_HEADLESS: Final = """
SELECT count(*) FROM (SELECT household FROM transfer_homes GROUP BY household) h
WHERE NOT EXISTS (SELECT FROM transfer_heads k WHERE k.household = h.household AND upper_inf(k.recorded)
    AND k.valid @> %s::date)
"""


def gather(store: Store, pieces: Iterable[Path]) -> None:
    """Put the claims of all pieces into temporary tables."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        for path in pieces:
            for name, content in store.claims(path):
                if content:
                    with cursor.copy(_COPIES[name]) as copy:
                        copy.write(content)
        for name in (*_COPIES, "out"):
            cursor.execute(f"ANALYZE transfer_{name}")


def cross(known: Iterable[str]) -> Iterator[Reject]:
    """Everybody who contradicts somebody else; `known` are those who are left out already.

    At last those who live with somebody who is left out: a household is loaded whole or not at all.
    """
    _leave_out(known)
    with connection.cursor() as cursor:
        for item, why, question in _QUESTIONS:
            cursor.execute(question)
            found = [Reject(line, atena, item, why) for line, atena in cursor.fetchall()]
            _leave_out(r.atena_number for r in found)
            yield from dict.fromkeys(found)
        cursor.execute(_TOGETHER)
        together = [atena for (atena,) in cursor.fetchall()]
    _leave_out(together)
    lines = lines_of(together)
    for atena in together:
        yield Reject(lines.get(atena, 0), atena, "世帯番号", "取り込めない人と、今、同じ世帯です")


def _leave_out(atena_numbers: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO transfer_out SELECT DISTINCT unnest(%s::text[]) ON CONFLICT DO NOTHING",
            [list(atena_numbers)],
        )


def left_out() -> frozenset[str]:
    """Everybody who is left out."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT atena FROM transfer_out")
        return frozenset(atena for (atena,) in cursor.fetchall())


def unused_numbers() -> frozenset[str]:
    """Keys of numbers of which the file speaks for people who are left out alone, or twice."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT key::text FROM transfer_refs JOIN transfer_numbers USING (key) GROUP BY key"
            " HAVING bool_and(atena IN (SELECT o.atena FROM transfer_out o))"
            " UNION SELECT n.key::text FROM transfer_numbers n JOIN (SELECT kind, lookup FROM transfer_numbers"
            " GROUP BY kind, lookup HAVING count(*) > 1) o ON o.kind = n.kind AND o.lookup = n.lookup"
        )
        return frozenset(key for (key,) in cursor.fetchall())


def headless(today: date) -> int:
    """How many households have no head today: lawful, and told."""
    with connection.cursor() as cursor:
        cursor.execute(_HEADLESS, [today])
        row = cursor.fetchone()
    assert row is not None
    return int(row[0])


def lines_of(atena_numbers: Sequence[str]) -> dict[str, int]:
    """The first line of each person."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT atena, min(line) FROM transfer_people WHERE atena = ANY(%s) GROUP BY 1",
            [list(atena_numbers)],
        )
        return dict(cursor.fetchall())


def missing_people(atena_numbers: Sequence[str]) -> frozenset[str]:
    """Of these, who is not among those that will be loaded."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT w.atena FROM unnest(%s::text[]) w (atena) LEFT JOIN transfer_out o USING (atena)"
            " WHERE o.atena IS NOT NULL OR NOT EXISTS"
            " (SELECT FROM transfer_people p WHERE p.atena = w.atena)",
            [list(atena_numbers)],
        )
        return frozenset(atena for (atena,) in cursor.fetchall())


def repeated(file: str, said: Sequence[tuple[int, str]]) -> list[int]:
    """The lines of a file that say what an earlier line said."""
    texts = [text for _, text in said]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO transfer_seen SELECT DISTINCT %s, unnest(%s::text[])"
            " ON CONFLICT DO NOTHING RETURNING said",
            [file, texts],
        )
        fresh = {text for (text,) in cursor.fetchall()}
    found = []
    for line, text in said:
        if text in fresh:
            fresh.remove(text)
        else:
            found.append(line)
    return found
