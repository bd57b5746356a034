"""Bulk address change (住所一括変更, STD-9.7): 町名変更・住居表示・地番整理・合併, from a day on, as 軽微な修正.

Only how the place is written changes: 住所を定めた日, 世帯, 続柄 and everything else stay (E-20).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from daicho.business.movements.domain import sheet
from daicho.business.movements.domain.bulk import Exclusion, Keyed
from daicho.business.movements.domain.bulk_file import (
    HOUSEHOLD,
    Column,
    Layout,
    read_text,
)
from daicho.business.movements.domain.bulk_units import Candidate, Planner, Row, Task, Wanted
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.world import Town
from daicho.kernel.addresses import Address, read_address, read_banchi
from daicho.kernel.addresses.address import NO_TOWN_CODE
from daicho.kernel.characters import search_fold_name
from daicho.kernel.check_digits import fold_digits
from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.uncertain_dates import EXACT_ANY
from daicho.registers.residents.domain.particulars import Particulars
from daicho.registers.residents.domain.scan import Scan
from daicho.registers.residents.domain.segments import Holding

CLEARED = "なし"
TOWN_CODE_LENGTH, POSTAL_LENGTH = 6, 7
METHODS = (
    ("town", "一つの町字の全部か、番地の範囲（町名変更）"),
    ("towns", "町字の対応表（ファイル）"),
    ("lots", "一つの町字の地番の対応表（ファイル・住居表示）"),
    ("households", "世帯番号の一覧（ファイル）"),
)
GROUNDS = (
    ("area_name", "区域名の変更（町名変更・合併）"),
    ("residence_indication", "住居表示の実施・変更"),
    ("lot_number", "地番の変更（区画整理など）"),
    ("building", "建物の名称などの変更"),
)
REASONS = (("correction_minor", "軽微な修正"), ("correction_ex_officio", "職権修正"))

SECTIONS = (
    sheet.Section(
        "変更の内容",
        (
            sheet.FieldSpec(
                "event_date", "実施日", sheet.Input.DATE, hint=sheet.DATE_HINT, required=True
            ),
            sheet.FieldSpec("ground", "根拠", sheet.Input.CHOICE, GROUNDS, required=True),
            sheet.FieldSpec(
                "reason",
                "修正の扱い（異動事由）",
                sheet.Input.CHOICE,
                REASONS,
                required=True,
                initial="correction_minor",
            ),
            sheet.FieldSpec("method", "対象の指定", sheet.Input.CHOICE, METHODS, required=True),
        ),
    ),
    sheet.Section(
        "変更前の町字（町字、または地番の対応表で指定するとき）",
        (
            sheet.FieldSpec("from_town_code", "変更前の町字", sheet.Input.TOWN),
            sheet.FieldSpec("banchi_from", "番地の範囲（から）", hint="空欄なら町字の全部"),
            sheet.FieldSpec("banchi_to", "番地の範囲（まで）"),
        ),
    ),
    sheet.Section(
        "変更後の町字（町字で指定するとき）",
        (
            sheet.FieldSpec("to_town", "変更後の町字名", hint="例: 架空町一丁目"),
            sheet.FieldSpec("to_town_code", "変更後の町字コード", hint="大字3桁と小字3桁"),
            sheet.FieldSpec("to_postal_code", "変更後の郵便番号", hint="空欄なら今のまま"),
        ),
    ),
    sheet.Section(
        "合併で市区町村が変わるとき",
        (sheet.FieldSpec("to_municipality_code", "変更後の市区町村", sheet.Input.MUNICIPALITY),),
        folded=True,
    ),
)


@dataclass(frozen=True, slots=True)
class Target:
    """The new place; an empty part stays as it is, 方書「なし」 is cleared."""

    municipality_code: str
    town_code: str
    town: str
    postal_code: str = ""
    banchi: str = ""
    katagaki: str = ""

    def items(self, before: Particulars) -> Mapping[str, object]:
        """The items of the address after the change."""
        kept = "" if self.katagaki == CLEARED else self.katagaki or before.katagaki
        place = Address(
            municipality_code=self.municipality_code,
            town_code=self.town_code or NO_TOWN_CODE,
            town=self.town,
            banchi=self.banchi or before.banchi,
            katagaki=kept,
            postal_code=self.postal_code or before.postal_code,
        )
        return {
            "municipality_code": place.municipality_code,
            "town_code": place.town_code,
            "town": place.town,
            "banchi": place.banchi,
            "katagaki": place.katagaki,
            "postal_code": place.postal_code,
            "address": place.line(with_katagaki=False),
            "address_code": place.address_code,
        }


def lot_key(text: str, _today: date) -> str:
    """A lot however it is written: 「1番地の2」 and 「1-2」 are one."""
    return "-".join(str(part) for part in read_banchi(text).parts)


def _town_code(text: str, _today: date) -> str:
    return _digits(fold_digits(text), TOWN_CODE_LENGTH, "町字コード", "大字3桁と小字3桁です。")


def _digits(text: str, length: int, title: str, why: str) -> str:
    if len(text) != length or not (text.isascii() and text.isdecimal()):
        what = f"{title}として読めません。"
        raise Invalid([Problem("digits", "", what, why, "その行を直してください。")])
    return text


def _banchi(text: str, _today: date) -> str:
    return read_banchi(text).text


def _postal_code(text: str, _today: date) -> str:
    return _digits(fold_digits(text), POSTAL_LENGTH, "郵便番号", "数字7桁です。")


_TO_CODE = Column("変更後町字コード", "town_code", _town_code, required=True)
_TO_TOWN = Column("変更後町字", "town", read_text, required=True)
_TO_BANCHI = Column("変更後番地", "banchi", _banchi, required=True)
_TO_POSTAL = Column("変更後郵便番号", "postal_code", _postal_code)


LAYOUTS = {
    "towns": Layout(
        "町字の対応表",
        Column("変更前町字コード", "from_code", _town_code, required=True),
        (_TO_CODE, _TO_TOWN, _TO_POSTAL),
        listed=True,
    ),
    "lots": Layout(
        "地番の対応表",
        Column("変更前番地", "from_lot", lot_key, required=True),
        (_TO_CODE, _TO_TOWN, _TO_BANCHI, _TO_POSTAL),
        listed=True,
    ),
    "households": Layout(
        "世帯番号の一覧",
        HOUSEHOLD,
        (
            Column("変更前住所", "address_before", read_text, required=True),
            _TO_CODE,
            _TO_TOWN,
            _TO_BANCHI,
            Column("変更後方書", "katagaki", read_text),
            _TO_POSTAL,
        ),
    ),
}


def layout(settings: Mapping[str, str]) -> Layout | None:
    """The file that the chosen method wants; None for one that wants none."""
    return LAYOUTS.get(settings.get("method", ""))


def read(reader: Reader, town: Town, rows: Sequence[Row]) -> Task | None:
    """Read the settings; problems are noted beside their fields."""
    event = reader.legal_date("event_date", "実施日", EXACT_ANY)
    reader.choice("ground", "根拠", [code for code, _ in GROUNDS])
    reason = reader.choice("reason", "修正の扱い", [code for code, _ in REASONS])
    method = reader.choice("method", "対象の指定", [code for code, _ in METHODS])
    municipality = reader.raw("to_municipality_code") or town.code
    found = _Reading(reader, municipality, {row.unit: row for row in rows})
    ways = {
        "town": found.of_town,
        "towns": found.of_towns,
        "lots": found.of_lots,
        "households": found.of_households,
    }
    planned = ways[method]() if method else None
    if planned is None or event is None or reader.has_errors:
        return None
    planner, towns = planned
    return Task(
        event_date=event,
        reason=reason,
        keyed=Keyed.HOUSEHOLD,
        wanted=planner,
        title=dict(GROUNDS)[reader.raw("ground")],
        scan=Scan(day=event.sort_on, towns=towns) if towns else None,
    )


@dataclass(slots=True)
class _Reading:
    """Each way of saying which places become which; gives the planner and the towns to search."""

    reader: Reader
    municipality: str
    rows: Mapping[str, Row]

    def of_town(self) -> tuple[Planner, tuple[str, ...]] | None:
        code = self.reader.required("from_town_code", "変更前の町字")
        target = self._target()
        lots = self._lots()
        if not code or target is None or lots is None:
            return None

        def wanted(_candidate: Candidate, held: Holding) -> Wanted:
            items = held.particulars
            if items.town_code != code:
                return Exclusion.DIFFERS
            return target.items(items) if lots.hold(items.banchi) else {}

        return wanted, (code,)

    def of_towns(self) -> tuple[Planner, tuple[str, ...]]:
        targets = {unit: self._of_row(row) for unit, row in self.rows.items()}

        def wanted(_candidate: Candidate, held: Holding) -> Wanted:
            target = targets.get(held.particulars.town_code)
            return target.items(held.particulars) if target else Exclusion.NOT_LISTED

        return wanted, tuple(targets) or (NO_TOWN_CODE,)

    def of_lots(self) -> tuple[Planner, tuple[str, ...]] | None:
        code = self.reader.required("from_town_code", "変更前の町字")
        targets = {unit: self._of_row(row) for unit, row in self.rows.items()}
        if not code:
            return None

        def wanted(_candidate: Candidate, held: Holding) -> Wanted:
            items = held.particulars
            if items.town_code != code:
                return Exclusion.DIFFERS
            target = targets.get(lot_key(items.banchi, held.valid.start or date.min))
            return target.items(items) if target else Exclusion.NOT_LISTED

        return wanted, (code,)

    def of_households(self) -> tuple[Planner, tuple[str, ...]]:
        def wanted(candidate: Candidate, held: Holding) -> Wanted:
            assert candidate.row is not None
            said = str(candidate.row.values["address_before"] or "")
            if search_fold_name(said) != search_fold_name(held.particulars.address):
                return Exclusion.DIFFERS
            return self._of_row(candidate.row).items(held.particulars)

        return wanted, ()

    def _of_row(self, row: Row) -> Target:
        parts = ("town_code", "town", "postal_code", "banchi", "katagaki")
        said = {name: str(row.values.get(name) or "") for name in parts}
        return Target(self.municipality, **said)

    def _target(self) -> Target | None:
        town = self.reader.required("to_town", "変更後の町字名")
        code = self.reader.required("to_town_code", "変更後の町字コード")
        if not town or not code:
            return None
        try:
            place = read_address(
                municipality_code=self.municipality,
                town_code=code,
                town=town,
                postal_code=self.reader.raw("to_postal_code"),
                field="to",
            )
        except Invalid as error:
            for found in error.problems:
                name = found.field.replace(".", "_")
                self.reader.note(name, found.code, found.what, found.why, found.remedy)
            return None
        return Target(self.municipality, place.town_code, place.town, place.postal_code)

    def _lots(self) -> Lots | None:
        ends = []
        for name, label in (
            ("banchi_from", "番地の範囲（から）"),
            ("banchi_to", "番地の範囲（まで）"),
        ):
            text = self.reader.raw(name)
            order = read_banchi(text).order if text else ()
            if text and not order:
                self.reader.note(
                    name,
                    "banchi",
                    f"{label}を番地として読めません。",
                    "数字がありません。",
                    "番地を数字で入力してください。",
                )
                return None
            ends.append(order)
        return Lots(ends[0], ends[1])


@dataclass(frozen=True, slots=True)
class Lots:
    """A range of lots; an open end has nothing."""

    first: tuple[tuple[int, str], ...]
    last: tuple[tuple[int, str], ...]

    def hold(self, banchi: str) -> bool:
        """Whether a lot lies in the range; 「まで 5」 takes 5番地の2 too."""
        order = read_banchi(banchi).order
        return order >= self.first and (not self.last or order[: len(self.last)] <= self.last)
