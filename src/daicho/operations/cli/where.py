"""Say where a word lives (転入, てんにゅう, move_in): its kind, command, event, screen, test."""

from __future__ import annotations

import click

from daicho.kernel.errors import Missing
from daicho.operations.home import CHECKOUT
from daicho.operations.papers.places import describe
from daicho.operations.papers.ready import load
from daicho.operations.papers.terms import find_terms, read_terms
from daicho.operations.progress import console


@click.command("where")
@click.argument("word")
def command(word: str) -> None:
    """Show where WORD lives: a legal term (転入), its reading (てんにゅう) or the code's word (move_in)."""
    terms = read_terms(CHECKOUT / "terms.toml")
    found = find_terms(terms, word)
    if not found:
        raise Missing(
            f"「{word}」は用語集にありません。",
            remedy="漢字、ひらがなの読み、英語の識別子のどれかで探してください。一覧は terms.toml です。",
        )
    facts = load("wiring_facts")
    kinds, events, urls = facts.case_kinds(), facts.events(), facts.urls()
    console.print(
        describe(found[0], kinds=kinds, events=events, urls=urls), markup=False, highlight=False
    )
    if len(found) > 1:
        others = "、".join(term.kanji for term in found[1:])
        console.print(f"近い用語: {others}", markup=False, highlight=False)
