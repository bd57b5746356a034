"""Tenders (支払): what is handed over for a fee, what goes back, and what is not a payment at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from daicho.business.cash.domain.postings import Place
from daicho.foundation.law_values import LawValue, in_force, value_on
from daicho.kernel.errors import Problem
from daicho.kernel.money import format_yen
from daicho.kernel.periods import months_run_out_on

METHODS: Final = "payment_methods"
FREE: Final = "free"
"""The method of a payment of nothing: every line is exempt."""
FREE_TITLE: Final = "無料"


@dataclass(frozen=True, slots=True)
class MoneyOrder:
    """One 定額小為替証書: its number as printed, its face in yen, the day of issue."""

    number: str
    yen: int
    issued_on: date


@dataclass(frozen=True, slots=True)
class Tender:
    """How a fee is paid, or given back.

    `tendered_yen` is what was handed over in cash (預り); `slip_number` stands on the slip of the cashless terminal:
    without it, the payment did not come about; `orders` came in, `change_orders` go out.
    """

    method: str
    tendered_yen: int | None = None
    slip_number: str = ""
    orders: tuple[MoneyOrder, ...] = ()
    change_orders: tuple[MoneyOrder, ...] = ()


def methods_on(day: date) -> tuple[LawValue, ...]:
    """The ways to pay on a day."""
    return in_force(METHODS, day)


def method_on(code: str, day: date) -> LawValue | None:
    """One of them; None where the town does not take it on the day."""
    return next((row for row in methods_on(day) if row.code == code), None)


def method_title(code: str, day: date) -> str:
    """The name of a method; its code where the table of the day does not know it."""
    row = method_on(code, day)
    return FREE_TITLE if code == FREE else row.title if row else code


def place_of(method: str, day: date) -> Place:
    """Where what is taken lies. The method is in force; nothing is taken by `FREE`."""
    row = method_on(method, day)
    return Place(row.facts["place"]) if row else Place.CASH


def change_yen(tender: Tender, due: int) -> int:
    """お釣り: what goes back, in yen; of money orders, the face of those that go back."""
    if tender.orders or tender.change_orders:
        return _face(tender.change_orders)
    return (tender.tendered_yen or 0) - due if tender.tendered_yen is not None else 0


def tender_problems(tender: Tender, *, due: int, day: date) -> list[Problem]:
    """Why this does not pay what is due; `due` below zero is to be given back."""
    if due == 0:
        return [] if tender.method == FREE else [_problem("method", *NOTHING_DUE)]
    row = method_on(tender.method, day)
    if row is None:
        return [_problem("method", *NO_METHOD)]
    place = Place(row.facts["place"])
    if place is Place.MONEY_ORDER:
        return _order_problems(tender, due, day)
    if place is Place.CASHLESS:
        return [] if tender.slip_number.strip() else [_problem("slip_number", *NO_SLIP)]
    if due < 0:
        return []
    return _cash_problems(tender, due, exact=place is Place.STAMP)


def _cash_problems(tender: Tender, due: int, *, exact: bool) -> list[Problem]:
    if tender.tendered_yen is None:
        return [_problem("tendered_yen", *NO_TENDER)]
    short = due - tender.tendered_yen
    if short > 0:
        why = f"{format_yen(short)}足りません。足りないままでは収納できません。"
        return [
            _problem("tendered_yen", "預り金額が足りません。", why, "預り金額を確かめてください。")
        ]
    return [_problem("tendered_yen", *STAMPS_EXACT)] if exact and short else []


def _order_problems(tender: Tender, due: int, day: date) -> list[Problem]:
    rules = value_on("money_orders", "postal_money_order", day)
    found: list[Problem] = []
    for name, orders in (("orders", tender.orders), ("change_orders", tender.change_orders)):
        for at, order in enumerate(orders):
            found += _one_order(order, f"{name}.{at}", rules, day)
    numbers = [order.number.strip() for order in (*tender.orders, *tender.change_orders)]
    if len(set(numbers)) < len(numbers):
        found.append(_problem("orders", *TWICE))
    net = _face(tender.orders) - _face(tender.change_orders)
    if net != due:
        why = f"受け取る額から返す額を引くと{format_yen(net)}、手数料は{format_yen(due)}です。"
        found.append(_problem("orders", "定額小為替の額が合いません。", why, ORDERS_REMEDY))
    return found


def _one_order(order: MoneyOrder, at: str, rules: LawValue, day: date) -> list[Problem]:
    found: list[Problem] = []
    if not order.number.strip():
        found.append(_problem(f"{at}.number", *NO_NUMBER))
    if order.yen not in rules.facts["denominations"]:
        found.append(_problem(f"{at}.yen", *NO_FACE))
    last = months_run_out_on(order.issued_on, months=rules.facts["months"])
    if not order.issued_on <= day <= last:
        found.append(_problem(f"{at}.issued_on", *EXPIRED))
    return found


def _face(orders: Iterable[MoneyOrder]) -> int:
    return sum(order.yen for order in orders)


ORDERS_REMEDY: Final = "不足のときは請求者に連絡し、超えるときは返す証書を入力してください。"
NOTHING_DUE: Final = (
    "支払う額がありません。",
    "すべて無料の会計か、既に収納した会計です。",
    "無料として会計してください。",
)
NO_METHOD: Final = (
    "支払方法が選ばれていません。",
    "この日に取り扱う支払方法ではありません。",
    "一覧から選んでください。",
)
NO_SLIP: Final = (
    "決済端末の伝票番号がありません。",
    "決済できなかった支払は、収納ではありません。",
    "端末の控えを見て番号を入力するか、別の方法で支払を受けてください。",
)
NO_TENDER: Final = (
    "預り金額がありません。",
    "お釣りを求めるために、受け取った額が要ります。",
    "受け取った額を入力してください。",
)
STAMPS_EXACT: Final = (
    "証紙の額が手数料と違います。",
    "証紙にはお釣りを返せません。",
    "手数料と同じ額の証紙を受け取ってください。",
)
TWICE: Final = (
    "同じ番号の定額小為替が二つあります。",
    "証書の番号は一枚ごとに違います。",
    "証書を見て番号を確かめてください。",
)
NO_NUMBER: Final = (
    "証書の番号がありません。",
    "一枚ずつ番号で管理します。",
    "番号を入力してください。",
)
NO_FACE: Final = (
    "定額小為替の額面ではありません。",
    "証書の額面は12種類に決まっています。",
    "証書の額面を選んでください。",
)
EXPIRED: Final = (
    "定額小為替の発行日が正しくありません。",
    "発行の日から6か月を過ぎたものは換金できません。",
    "証書の発行日を確かめ、過ぎているときは送り主に連絡してください。",
)


def _problem(name: str, what: str, why: str, remedy: str) -> Problem:
    return Problem(f"cash.{name.split('.')[0]}", name, what, why, remedy)
