"""Pages (画面): the look-up's whole page beside a bare Django page of as many bytes; and how many a second."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from itertools import cycle
from threading import Thread

from daicho.kernel.errors import Unavailable
from daicho.operations.bench.browser import Browser, Page
from daicho.operations.bench.people import Target
from daicho.operations.bench.timing import Bar, Bout, Contest

SEARCH = "/residents/"
CONNECTIONS = 4

PAGE = Contest(
    name="page-lookup",
    ours_is="POST of the search page by かな＋生年月日: session, duty, terminal, entry, whole HTML",
    bare_is="GET of as many bytes from an empty view of the same server, same connection and middleware",
    bar=Bar("slower", 3.0),
)
GUARDED = Contest(
    name="page-lookup-beside-guarded",
    ours_is=PAGE.ours_is,
    bare_is="GET of as many bytes behind the guard of a screen (session, staff, duty, terminal)",
)
RATE = Contest(
    name="page-rate",
    ours_is=f"look-up pages a second, {CONNECTIONS} connections",
    bare_is=f"pages a second of an empty view, {CONNECTIONS} connections",
)


def search_form(person: Target) -> dict[str, str]:
    """What the search page's form sends."""
    return {"name": person.kana, "match": "prefix", "birth": person.birth}


def look_up(browser: Browser, person: Target) -> Page:
    """One look-up by the page; `Unavailable` when it did not find the person."""
    page = browser.post(SEARCH, search_form(person))
    if page.status != 200 or person.atena_number.encode() not in page.body:
        raise Unavailable("検索の画面が、探した人を返しませんでした。", why=f"応答 {page.status}")
    return page


def bouts(people: Sequence[Target], *, browser: Browser, beside: str) -> Iterator[Bout]:
    """A look-up, and the bare page (`page` or `guarded`) of the size that the look-up's page has."""
    for person in cycle(people):
        size = len(look_up(browser, person).body)
        path = f"/bench/{beside}/{size}/"
        yield Bout(
            ours=lambda person=person: look_up(browser, person),  # type: ignore[misc]  # bound now
            bare=lambda path=path, size=size: _fetch(browser, path, size),  # type: ignore[misc]
        )


def rates(people: Sequence[Target], *, browser: Browser, seconds: float) -> tuple[float, float]:
    """Look-ups a second and empty views a second, one after the other."""
    lines = [browser.beside() for _ in range(CONNECTIONS)]
    try:
        ours = _rate(lines, people, seconds, look=True)
        return ours, _rate(lines, people, seconds, look=False)
    finally:
        for line in lines:
            line.close()


def _rate(
    lines: Sequence[Browser], people: Sequence[Target], seconds: float, *, look: bool
) -> float:
    done = [0] * len(lines)
    failed: list[str] = []
    until = time.perf_counter() + seconds

    def work(number: int, line: Browser) -> None:
        # Each line looks up people of its own: clerks at several windows do not serve the same person.
        for person in cycle(people[number :: len(lines)]):
            if time.perf_counter() >= until:
                return
            if look:
                look_up(line, person)
            else:
                _fetch(line, "/bench/empty/", 0)
            done[number] += 1

    def guarded(number: int, line: Browser) -> None:
        try:
            work(number, line)
        except (Unavailable, OSError) as error:
            failed.append(str(error))

    threads = [Thread(target=guarded, args=pair) for pair in enumerate(lines)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise Unavailable("測定中に画面が応答しなくなりました。", why=failed[0])
    return sum(done) / (time.perf_counter() - began)


def _fetch(browser: Browser, path: str, size: int) -> None:
    page = browser.get(path)
    if page.status != 200 or len(page.body) != size:
        raise Unavailable("比べる画面が応答しません。", why=f"応答 {page.status}")
