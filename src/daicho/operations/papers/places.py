"""Places (在りか): the ten lines that lead from a word to where it lives, from terms.toml and the wiring."""

from __future__ import annotations

from collections.abc import Sequence

from daicho.operations.papers.facts import CaseKind, EventFact, Url
from daicho.operations.papers.terms import Term

SOURCE = "src/daicho/"


def describe(
    term: Term, *, kinds: Sequence[CaseKind], events: Sequence[EventFact], urls: Sequence[Url]
) -> str:
    """Ten labelled lines; a dash where the term has no such thing."""
    rows = (
        ("用語", f"{term.kanji} ({term.reading}) = {term.word}"),
        ("根拠", term.law),
        ("在りか", SOURCE + term.home),
        ("異動の種類", _kind(term.kind, kinds)),
        ("コマンド", term.command and SOURCE + term.command),
        ("出来事", _event(term.event, events)),
        ("画面", _screen(term.screen, urls)),
        ("法令の数値", term.laws and f"{SOURCE}laws/{term.laws}"),
        ("規則の記述", term.feature),
        ("試験", term.test and SOURCE + term.test),
    )
    return "\n".join(f"{label:\u3000<5}  {value or '―'}" for label, value in rows)


def _kind(code: str, kinds: Sequence[CaseKind]) -> str:
    return next((f"{k.code} ({k.title}、{k.article})" for k in kinds if k.code == code), "")


def _event(kind: str, events: Sequence[EventFact]) -> str:
    for event in events:
        if event.kind == kind:
            return f"{kind} → {'、'.join(event.listeners) or '聞く先はまだない'}"
    return ""


def _screen(name: str, urls: Sequence[Url]) -> str:
    return next((f"{url.path} ({name})" for url in urls if url.name == name), "")
