"""Banners (表示): what stands on top of the page of somebody who is protected, and where it leads (STD-1.1.16, 2.2.4)."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from daicho.registers.protection.domain.disclosure import Answer, Ground


@dataclass(frozen=True, slots=True)
class Banner:
    """One line: what, since and until when, and the page with the details for whoever may open it."""

    title: str
    text: str
    url: str


def banners_of(answer: Answer, *, detailed: bool) -> tuple[Banner, ...]:
    """The banners of one person; `detailed` for whoever may look into measures."""
    return tuple(_banner(answer, ground, detailed=detailed) for ground in answer.grounds)


def _banner(answer: Answer, ground: Ground, *, detailed: bool) -> Banner:
    return Banner(
        title=f"{ground.words}です。" if ground.measure else f"{ground.words}が設定されています。",
        text=ground.why if detailed else "",
        url=_url(answer, ground) if detailed else "",
    )


def _url(answer: Answer, ground: Ground) -> str:
    # A node serves only some of the screens.
    try:
        if ground.measure:
            return reverse("protection_measure", args=[ground.measure])
        return reverse("protection_person", args=[answer.person]) if answer.person else ""
    except NoReverseMatch:
        return ""
