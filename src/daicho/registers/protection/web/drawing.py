"""Drawing (画面の部品): the form of a measure as sections of fields, from facts or from what was typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from daicho.foundation.ui.fields import Field
from daicho.foundation.ui.templatetags.daicho_ui import make_field
from daicho.kernel.errors import Problem
from daicho.kernel.wareki import format_wareki_short
from daicho.registers.protection.domain.measure import (
    TARGETS_OF,
    Cause,
    Facts,
    Role,
    Standing,
    Target,
)
from daicho.registers.protection.ports import Quoted

MORE_JOINT, MORE_PERPETRATORS = 3, 1
PERPETRATOR = (
    ("name", "氏名", "m"),
    ("atena_number", "宛名番号（この市区町村の人のとき）", "m"),
    ("birth", "生年月日", "s"),
    ("sex", "性別", "xs"),
    ("address", "住所", "l"),
    ("note", "その他", "full"),
)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its fields."""

    title: str
    fields: tuple[Field, ...]
    note: str = ""


def values_of(facts: Facts, people: Mapping[Any, Quoted]) -> dict[str, str]:
    """The form's values for facts that are already kept."""
    out = {
        "role": facts.role.value,
        "standing": facts.standing.value,
        "applied_on": _day(facts.applied_on),
        "provisional_on": _day(facts.provisional_on),
        "received_on": _day(facts.received_on),
        "contacted_on": _day(facts.contacted_on),
        "starts_on": _day(facts.starts_on),
        "ends_on": _day(facts.ends_on),
    }
    for name in ("cause_note", "telephone", "mobile", "mail", "contact"):
        out[name] = getattr(facts, name)
    out |= {"first_municipality": facts.first_municipality, "remarks": facts.remarks}
    out |= {f"cause.{c.value}": "on" for c in facts.causes}
    for row, one in enumerate(facts.joint):
        quoted = people.get(one.person)
        out[f"joint.{row}.atena_number"] = quoted.atena_number if quoted else ""
        out[f"joint.{row}.relation"] = one.relation
    for row, other in enumerate(facts.perpetrators):
        out |= {f"perpetrators.{row}.{name}": getattr(other, name) for name, _, _ in PERPETRATOR}
    for want in facts.wanted:
        out[f"want.{want.business.value}.{want.target.value}"] = "on"
        out[f"place.{want.business.value}.{want.target.value}"] = want.place
    return out


def initial_values(who: Quoted, *, today: date) -> dict[str, str]:
    """A new application: today, provisional from today, and the places as the register has them."""
    standing = Standing.FORMER if who.removed else Standing.CURRENT
    places = {
        Target.ADDRESS: "" if who.removed else who.address,
        Target.FORMER_ADDRESS: who.address if who.removed else _nth(who.former_addresses, 0),
        Target.DOMICILE: who.domicile,
        Target.FORMER_DOMICILE: _nth(who.former_domiciles, 0),
        Target.OLDER_DOMICILE: _nth(who.former_domiciles, 1),
    }
    out = {
        "role": Role.FIRST.value,
        "standing": standing.value,
        "applied_on": _day(today),
        "provisional_on": _day(today),
    }
    for business, targets in TARGETS_OF.items():
        for target in targets:
            out[f"place.{business.value}.{target.value}"] = places[target]
    return out


def draw_measure(
    values: Mapping[str, str], problems: Iterable[Problem], *, dated: bool
) -> tuple[Section, ...]:
    """The sections of the form; `dated` when the measure has begun and its days can be put right."""
    draw = _Drawer(values, tuple(problems))
    sections = (
        Section("受付", _reception(draw)),
        Section("申出の理由", _causes(draw)),
        Section("申出者の連絡先", _contacts(draw)),
        Section(
            "併せて支援を求める者",
            _joint(draw),
            "宛名番号は、住民の検索で確かめられます。要らない行は空欄にします。",
        ),
        Section("加害者", _perpetrators(draw)),
        Section("求められた事務と抑止対象の住所等", _wanted(draw)),
        Section(
            "転送を受けた申出",
            (
                draw("first_municipality", "当初受付市区町村"),
                draw("received_on", "転送された申出書の受付年月日", kind="date", width="s"),
                draw(
                    "contacted_on",
                    "支援の必要がないと確認したときの申出者への連絡年月日",
                    kind="date",
                    width="s",
                ),
            ),
            "当初受付では空欄にします。",
        ),
        Section("備考", (draw("remarks", "備考", kind="textarea", width="full"),)),
    )
    if not dated:
        return sections
    days = (
        draw("starts_on", "開始年月日", kind="date", width="s"),
        draw("ends_on", "終了年月日", kind="date", width="s"),
    )
    return (*sections[:-1], Section("支援措置の期間", days), sections[-1])


@dataclass(frozen=True, slots=True)
class _Drawer:
    values: Mapping[str, str]
    problems: tuple[Problem, ...]

    def __call__(self, name: str, label: str, **given: Any) -> Field:  # Any: make_field's keywords
        value = self.values.get(name, "")
        if given.get("kind") == "checkbox":
            given["checked"] = bool(value)
            value = "on"
        return make_field(name, label=label, value=value, problems=self.problems, **given)

    def rows(self, group: str, more: int) -> range:
        filled = [
            int(key.split(".")[1])
            for key, value in self.values.items()
            if key.startswith(f"{group}.") and key.split(".")[1].isdecimal() and value
        ]
        return range(max(filled, default=-1) + 1 + more)


def _reception(draw: _Drawer) -> tuple[Field, ...]:
    return (
        draw("role", "受付の区分", kind="radio", options=[(r, r.label) for r in Role]),
        draw(
            "standing",
            "申出者にとってのこの市区町村",
            kind="radio",
            options=[(s, s.label) for s in Standing],
        ),
        draw("applied_on", "申出の日", kind="date", width="s", required=True),
        draw(
            "provisional_on",
            "仮支援措置の開始年月日",
            kind="date",
            width="s",
            hint="支援措置の開始まで抑止します。仮支援措置をしないときは空欄",
        ),
    )


def _causes(draw: _Drawer) -> tuple[Field, ...]:
    return (
        *(draw(f"cause.{c.value}", c.label, kind="checkbox") for c in Cause),
        draw("cause_note", "申出の状況・相談機関の意見", kind="textarea", width="full"),
    )


def _contacts(draw: _Drawer) -> tuple[Field, ...]:
    return (
        draw("telephone", "電話番号", kind="tel"),
        draw("mobile", "携帯電話番号", kind="tel"),
        draw("mail", "メールアドレス", kind="email"),
        draw("contact", "そのほかの連絡先・連絡してよい時間", width="l"),
    )


def _joint(draw: _Drawer) -> tuple[Field, ...]:
    return tuple(
        one
        for row in draw.rows("joint", MORE_JOINT)
        for one in (
            draw(f"joint.{row}.atena_number", f"{row + 1}人目の宛名番号", width="s"),
            draw(f"joint.{row}.relation", "申出者との関係", width="s"),
        )
    )


def _perpetrators(draw: _Drawer) -> tuple[Field, ...]:
    return tuple(
        draw(f"perpetrators.{row}.{name}", label, width=width)
        for row in draw.rows("perpetrators", MORE_PERPETRATORS)
        for name, label, width in PERPETRATOR
    )


def _wanted(draw: _Drawer) -> tuple[Field, ...]:
    fields = []
    for business, targets in TARGETS_OF.items():
        for target in targets:
            path = f"{business.value}.{target.value}"
            fields += [
                draw(f"want.{path}", f"{business.label}（{target.label}）", kind="checkbox"),
                draw(f"place.{path}", target.label, width="l"),
            ]
    return tuple(fields)


def _day(on: date | None) -> str:
    return format_wareki_short(on) if on else ""


def _nth(texts: tuple[str, ...], at: int) -> str:
    return texts[at] if at < len(texts) else ""
