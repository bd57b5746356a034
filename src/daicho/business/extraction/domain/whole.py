"""Whole (式の全体): a query as the lines of its parts, each with its heading: データ, 基準日, 範囲, 項目, 条件, 並び, 集計."""

from __future__ import annotations

import re
from typing import Final

from daicho.business.extraction.domain import query as q
from daicho.business.extraction.domain import words
from daicho.business.extraction.domain.catalogue import sources
from daicho.business.extraction.domain.lexing import wrong
from daicho.business.extraction.domain.reading import Reader, read_cond

_HEADS: Final = (
    words.SOURCE, words.DAY, words.RANGE, words.COLUMNS, words.WHERE, words.SORT, words.MEASURES,
)  # fmt: skip
_HEAD: Final = re.compile(rf"\s*({'|'.join(_HEADS)})\s*[:：](.*)")


def read_query(text: str) -> q.Query:
    """A whole query, as `words.query_words` writes it; `Invalid` when it cannot be read."""
    parts = _parts(text)
    titles = {source.title: source.code for source in sources().values()}
    title = parts.get(words.SOURCE, sources()["residents"].title).strip()
    if title not in titles:
        raise wrong(
            f"「{title}」というデータはありません。", f"{'・'.join(titles)}から選んでください。"
        )
    source = titles[title]

    def part(head: str) -> Reader | None:
        text = parts.get(head, "")
        return Reader(text, source) if text.strip() else None

    day, columns, sort, measures = (
        part(head) for head in (words.DAY, words.COLUMNS, words.SORT, words.MEASURES)
    )
    history, people = _range(parts.get(words.RANGE, ""))
    found = q.Query(
        source=source,
        day=day.day() if day else q.TODAY,
        history=history,
        people=people,
        columns=columns.columns() if columns else (),
        where=read_cond(parts.get(words.WHERE, ""), source),
        sort=sort.sorts() if sort else (),
        measures=measures.measures() if measures else (),
    )
    for reader in (day, columns, sort, measures):
        if reader is not None:
            reader.end()
    return found


def _range(text: str) -> tuple[bool, q.People]:
    rest = text.strip()
    history = rest.startswith(words.HISTORY)
    rest = rest.removeprefix(words.HISTORY).strip()
    try:
        return history, q.People(rest) if rest else q.People.PRESENT
    except ValueError:
        choices = "・".join(people.value for people in q.People)
        raise wrong(
            f"「{rest}」という範囲はありません。", f"{choices}から選んでください。"
        ) from None


def _parts(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    head = ""
    for line in text.replace("\r\n", "\n").split("\n"):
        match = _HEAD.match(line)
        if match:
            head = match[1]
            if head in found:
                raise wrong(f"「{head}」が二つあります。", "一つにまとめてください。")
            found[head] = match[2]
        elif line.strip():
            if not head:
                raise wrong(
                    f"「{line.strip()[:20]}」の前に見出しがありません。",
                    f"{'・'.join(_HEADS)}のどれかに「:」を付けて書き始めてください。",
                )
            found[head] += f"\n{line}"
    return found
