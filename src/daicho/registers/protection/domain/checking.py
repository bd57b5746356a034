"""Checking (申出の確認): what is wrong with the facts of a measure as they were entered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from daicho.kernel.errors import Problem
from daicho.registers.protection.domain.measure import Facts, Role


def check_facts(facts: Facts, *, today: date) -> tuple[Problem, ...]:
    """Every problem; none when the facts may be kept."""
    return (*_what(facts), *_who(facts), *_when(facts, today), *_transfer(facts, today))


def _what(facts: Facts) -> Iterator[Problem]:
    if not facts.causes:
        yield _blank("causes", "申出の理由が選ばれていません。", "当たるものに印を付けてください。")
    if not facts.wanted:
        yield _blank(
            "wanted", "求められた事務が選ばれていません。", "申出書のとおりに印を付けてください。"
        )
    for one in facts.wanted:
        if not one.place:
            yield _blank(
                f"place.{one.business}.{one.target}",
                f"{one.target.label}がありません。",
                f"{one.business.label}で抑止する{one.target.label}を入力してください。",
            )


def _who(facts: Facts) -> Iterator[Problem]:
    if not facts.perpetrators:
        yield _blank(
            "perpetrators.0.name",
            "加害者の欄が空です。",
            "氏名が分からないときは「その他」に分かることを入力してください。",
        )
    seen = {facts.applicant}
    for index, one in enumerate(facts.joint):
        if one.person in seen:
            yield Problem(
                "protection.joint_twice",
                f"joint.{index}.atena_number",
                "同じ人が重ねて入力されています。",
                remedy="申出者と違う人を、1人につき1行で入力してください。",
            )
        seen.add(one.person)
        if not one.relation:
            yield _blank(
                f"joint.{index}.relation",
                "申出者との関係がありません。",
                "子、母などと入力してください。",
            )


def _when(facts: Facts, today: date) -> Iterator[Problem]:
    if facts.applied_on > today:
        yield _day("applied_on", "申出の日が今日より後です。", "申出書の日を入力してください。")
    if facts.provisional_on is not None and facts.provisional_on < facts.applied_on:
        yield _day(
            "provisional_on",
            "仮支援措置の開始年月日が申出の日より前です。",
            "申出の日以後の日を入力してください。",
        )
    for span in facts.periods[-1:]:
        if span.ends_on < span.starts_on:
            yield _day(
                "ends_on",
                "終了年月日が開始年月日より前です。",
                "終了年月日を開始年月日以後の日にしてください。",
            )
    if facts.starts_on is not None and facts.starts_on < facts.applied_on:
        yield _day(
            "starts_on", "開始年月日が申出の日より前です。", "日付を確かめて入力し直してください。"
        )


def _transfer(facts: Facts, today: date) -> Iterator[Problem]:
    if facts.role is Role.FIRST:
        if facts.received_on or facts.contacted_on or facts.first_municipality:
            yield Problem(
                "protection.not_transferred",
                "role",
                "転送を受けた申出だけの項目が入力されています。",
                "当初受付では、当初受付市区町村・受付年月日・連絡年月日は使いません。",
                "受付の区分を「転送受付」にするか、その項目を空欄にしてください。",
            )
        return
    if not facts.first_municipality:
        yield _blank(
            "first_municipality",
            "当初受付市区町村がありません。",
            "転送元の市区町村を入力してください。",
        )
    if facts.received_on is None:
        yield _blank(
            "received_on",
            "転送された申出書の受付年月日がありません。",
            "受け付けた日を入力してください。",
        )
    for name, on in (("received_on", facts.received_on), ("contacted_on", facts.contacted_on)):
        if on is not None and on > today:
            yield _day(name, "今日より後の日です。", "日付を確かめて入力し直してください。")


def _blank(field: str, what: str, remedy: str) -> Problem:
    return Problem("protection.blank", field, what, remedy=remedy)


def _day(field: str, what: str, remedy: str) -> Problem:
    return Problem("protection.day", field, what, remedy=remedy)
