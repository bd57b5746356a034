"""Papers of cash (領収書・締め票・日計表・公金払込書): drawn from what the books say, so that they can be drawn again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final
from uuid import UUID

from django.conf import settings

from daicho.business.cash.audit_types import LEDGER_READ
from daicho.business.cash.domain.fees import BOOKS, subject_on
from daicho.business.cash.domain.postings import Place
from daicho.business.cash.domain.states import TILL
from daicho.business.cash.domain.tenders import method_title
from daicho.business.cash.models import Drawer, Entry, OfficeDay, Receipt
from daicho.business.cash.selectors.ledger import (
    DaySlip,
    FeeRow,
    PlaceRow,
    Slip,
    day_slip,
    slip_of,
)
from daicho.business.cash.selectors.standing import lines_taken
from daicho.foundation.audit.public import recorded
from daicho.foundation.documents.printing import printer
from daicho.foundation.documents.public import (
    Addressee,
    Certifier,
    Column,
    Issue,
    LetterSheet,
    Pair,
    Section,
    Table,
)
from daicho.foundation.law_values import value_on
from daicho.foundation.staff.public import check_may
from daicho.foundation.ui.formats import moment, yen
from daicho.kernel.access import Access
from daicho.kernel.addresses import municipality_of
from daicho.kernel.errors import Missing
from daicho.kernel.wareki import format_wareki

REPRINT: Final = "再発行"
NOT_TAXED: Final = (
    "この手数料は、消費税及び地方消費税の対象ではありません（消費税法6条・別表第二）。"
)


def receipt_pdf(row: Entry, printed: Receipt) -> bytes:
    """The receipt of an entry as it is printed this time. Within the caller's own act."""
    assert row.account is not None
    lines = lines_taken(row)
    returned = row.yen < 0
    words = "上記の金額を還付しました。" if returned else "上記の金額を領収しました。"
    table = Table(
        (
            Column("内訳", 16),
            Column("単価", 6, numeric=True),
            Column("件数", 4, numeric=True),
            Column("金額", 7, numeric=True),
            Column("摘要", 15),
        ),
        tuple(
            (
                line.title,
                yen(line.unit_yen),
                str(line.count),
                yen(line.amount_yen),
                f"免除（{line.article}）" if line.exemption else "",
            )
            for line in lines
        ),
    )
    facts = [
        Pair("金額", f"￥{abs(row.yen):,}－"),
        Pair("支払方法", method_title(row.method, row.on)),
    ]
    if row.tendered_yen is not None:
        facts.append(Pair("お預り・お釣り", f"{yen(row.tendered_yen)}　・　{yen(row.change_yen)}"))
    sheet = LetterSheet(
        title="還付金受領の控え" if returned else "領収書",
        issue=_issue(row.on, "receiver", marks=(REPRINT,) if printed.copy > 1 else ()),
        facts=(Section("領収", tuple(facts)), table),
        closing=(words, f"ただし、証明手数料として（会計番号 {row.account.number}）。", NOT_TAXED),
        document_number=f"領収番号 {row.number}",
        addressee=Addressee(printed.payer),
    )
    return printer().render(sheet).pdf


def drawer_slip_pdf(access: Access, *, drawer: UUID) -> tuple[str, bytes]:
    """The closing slip of a drawer (締め票), and its name."""
    check_may(access, "cash.view")
    with recorded(access, LEDGER_READ) as note:
        row = Drawer.objects.filter(key=drawer).first()
        if row is None:
            raise TILL.missing()
        slip = slip_of(access, row)
        note.say(day=row.day.isoformat(), office=row.office)
        return f"締め票-{row.day:%Y%m%d}-{row.terminal}", printer().render(_drawer_sheet(slip)).pdf


def _drawer_sheet(slip: Slip) -> LetterSheet:
    row = slip.row
    about = Section(
        "レジ",
        (
            Pair("日", format_wareki(row.day)),
            Pair("場所・端末", f"{row.office}　{row.terminal}"),
            Pair("担当", row.clerk),
            Pair("計数", f"{slip.count.by_name}　{moment(slip.count.at)}" if slip.count else ""),
            Pair(
                "確認",
                f"{slip.closed_by}　{moment(slip.closed_at)}" if slip.closed_by else "未確認",
            ),
            Pair("過不足の理由", slip.count.reason if slip.count else ""),
        ),
    )
    reversals = Table(
        (
            Column("番号", 12),
            Column("種類", 10),
            Column("金額", 8, numeric=True),
            Column("理由", 18),
        ),
        tuple((e.number, e.kind.label, yen(e.yen), e.reason) for e in slip.reversals),
        title="取消し・訂正",
    )
    return LetterSheet(
        title="レジ締め票",
        issue=_issue(row.day, "receiver"),
        facts=(
            about,
            _place_table(slip.places),
            _fee_table(slip.fees),
            _piece_table(slip.pieces),
            *((reversals,) if slip.reversals else ()),
        ),
    )


def _piece_table(pieces: Sequence[tuple[int, int, int]]) -> Table:
    """Notes at the left, coins at the right."""
    half = len(pieces) // 2
    heads = (
        Column("金種", 8, numeric=True),
        Column("枚数", 6, numeric=True),
        Column("金額", 10, numeric=True),
    )
    rows = tuple(
        (yen(face), str(n), yen(total), yen(other), str(m), yen(amount))
        for (face, n, total), (other, m, amount) in zip(pieces[:half], pieces[half:], strict=True)
    )
    return Table((*heads, *heads), rows, title="金種表")


def day_slip_pdf(access: Access, *, office: str, day: date) -> tuple[str, bytes]:
    """The slip of an office's day (日計表), and its name."""
    check_may(access, "cash.view")
    with recorded(access, LEDGER_READ) as note:
        note.say(day=day.isoformat(), office=office)
        slip = day_slip(access, office, day)
        return f"日計表-{day:%Y%m%d}", printer().render(_day_sheet(slip)).pdf


def _day_sheet(slip: DaySlip) -> LetterSheet:
    closed = slip.closed
    about = Section(
        "日計",
        (
            Pair("日", format_wareki(slip.day)),
            Pair("場所", slip.office),
            Pair(
                "締め", f"{closed.closed_by_name}　{moment(closed.closed_at)}" if closed else "未了"
            ),
            Pair("手数料の収納額", yen(slip.fee_yen)),
            Pair("会計管理者への納入額", yen(slip.to_remit_yen)),
            Pair("摘要", closed.remark if closed else ""),
        ),
    )
    drawers = Table(
        (Column("端末", 14), Column("担当", 20), Column("状態", 14)),
        tuple((d.terminal, d.clerk, d.state.label) for d in slip.drawers),
        title="レジ",
    )
    return LetterSheet(
        title="手数料日計表",
        issue=_issue(slip.day, "receiver"),
        facts=(
            about,
            _fee_table(slip.fees),
            _place_table(slip.places),
            drawers,
            *_comparison_tables(slip),
        ),
    )


def _comparison_tables(slip: DaySlip) -> Iterable[Table]:
    found = slip.comparison
    yield Table(
        (
            *(
                Column("証明書", 14),
                Column("交付（有料）", 6, numeric=True),
                Column("交付（無料）", 6, numeric=True),
            ),
            *(
                Column("書損じ", 5, numeric=True),
                Column("収納", 5, numeric=True),
                Column("無料", 5, numeric=True),
                Column("収納額", 7, numeric=True),
            ),
        ),
        tuple(
            (
                *(row.title, str(row.issued), str(row.issued_free), str(row.spoiled)),
                *(str(row.paid_sheets), str(row.free_sheets), yen(row.yen)),
            )
            for row in found.rows
        ),
        title="交付枚数と収納件数",
    )
    if found.differences:
        yield Table(
            (
                Column("違い", 16),
                Column("発行番号・会計番号", 18),
                Column("証明書", 9),
                Column("額", 5, numeric=True),
            ),
            tuple(
                (f.kind.label, f"{f.number}　{f.account}".strip(), f.title, yen(f.yen))
                for f in found.differences
            ),
            title="合わないもの",
        )


def remittance_pdf(access: Access, *, office: str, day: date) -> tuple[str, bytes]:
    """The slip that goes with the money (公金払込書), and its name; `Missing` before the day is closed."""
    check_may(access, "cash.view")
    with recorded(access, LEDGER_READ) as note:
        note.say(day=day.isoformat(), office=office)
        closed = OfficeDay.objects.filter(office=office, day=day).first()
        if closed is None:
            raise Missing(
                "この日の払込書は、まだありません。",
                why="払込書は、日計を締めると作られます。",
                remedy="先に日計を締めてください。",
            )
        slip = day_slip(access, office, day)
        sheet = _remittance_sheet(closed, slip)
        return f"公金払込書-{closed.number}", printer().render(sheet).pdf


def _remittance_sheet(closed: OfficeDay, slip: DaySlip) -> LetterSheet:
    treasurer = value_on(BOOKS, "treasurer", closed.day)
    lines = [(title, yen(amount)) for title, amount in _parts(closed, slip)]
    return LetterSheet(
        title="公金払込書",
        issue=_issue(closed.day, "receiver"),
        body=(f"{format_wareki(closed.day)}に収納した手数料を、次のとおり払い込みます。",),
        facts=(
            Section(
                "払込み",
                (
                    Pair("払込額", f"￥{closed.remitted_yen:,}－"),
                    Pair("払込先", treasurer.facts["bank"]),
                    Pair("収納した日・場所", f"{format_wareki(closed.day)}　{closed.office}"),
                    Pair("日計を締めた人", closed.closed_by_name),
                ),
            ),
            Table(
                (Column("予算科目", 36), Column("金額", 12, numeric=True)),
                tuple(lines),
                title="内訳",
            ),
        ),
        document_number=f"払込番号 {closed.number}",
        addressee=Addressee(f"{_town()}{treasurer.title}", honorific="様"),
    )


def _parts(closed: OfficeDay, slip: DaySlip) -> Iterable[tuple[str, int]]:
    """What the remitted yen are made of, to the total at the end."""
    fees = _subjects(slip.fees, closed.day)
    yield from fees.items()
    difference = sum(place.difference_yen or 0 for place in slip.places)
    if difference:
        yield value_on(BOOKS, "subject_difference", closed.day).title, difference
    later = sum(p.counted_yen or 0 for p in slip.places if p.place is Place.CASHLESS)
    if later:
        yield "キャッシュレス（指定納付受託者から後日入金）", -later
    lost = closed.remitted_yen - (sum(fees.values()) + difference - later)
    if lost:
        yield "釣銭準備金から埋めた不足", lost
    yield "払込額", closed.remitted_yen


def _subjects(fees: Iterable[FeeRow], day: date) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in fees:
        title = subject_on(row.code, day).title
        if row.yen:
            found[title] = found.get(title, 0) + row.yen
    return found


def _fee_table(fees: Iterable[FeeRow]) -> Table:
    rows = [(f.title, f.method, f.exemption, str(f.sheets), yen(f.yen)) for f in fees]
    total = ("合計", "", "", str(sum(f.sheets for f in fees)), yen(sum(f.yen for f in fees)))
    return Table(
        (
            Column("手数料", 13),
            Column("支払方法", 9),
            Column("減免", 13),
            Column("件数", 5, numeric=True),
            Column("金額", 8, numeric=True),
        ),
        (*rows, total),
        title="収納",
    )


def _place_table(places: Iterable[PlaceRow]) -> Table:
    return Table(
        (
            *(
                Column("区分", 12),
                Column("釣銭準備金", 9, numeric=True),
                Column("収納", 9, numeric=True),
            ),
            *(Column("あるべき額", 9, numeric=True), Column("数えた額", 9, numeric=True)),
        ),
        tuple(
            (
                place.place.label,
                yen(place.float_yen),
                yen(place.taken_yen),
                yen(place.should_yen),
                _counted(place),
            )
            for place in places
            if place.used
        ),
        title="現金など",
    )


def _counted(place: PlaceRow) -> str:
    """What was counted, with the difference where there is one."""
    if not place.difference_yen:
        return yen(place.counted_yen)
    sign = "過" if place.difference_yen > 0 else "不足"
    return f"{yen(place.counted_yen)}\n（{sign} {yen(abs(place.difference_yen))}）"


def _town() -> str:
    return municipality_of(settings.TOWN["code"]).name


def _issue(day: date, code: str, *, marks: tuple[str, ...] = ()) -> Issue:
    row = value_on(BOOKS, code, day)
    town = municipality_of(settings.TOWN["code"])
    return Issue(
        sentence="",
        issued_on=day,
        certifier=Certifier(town.prefecture, f"{town.name}{row.title}", row.facts["name"]),
        marks=marks,
    )
