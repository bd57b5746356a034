"""Individual matters by file (個別事項の取込み), and the files of bulk cases: judged whole before anything is done."""

from __future__ import annotations

import io
from datetime import date
from uuid import uuid4

import pytest

from daicho.business.movements.commands.bulk_discard import discard_bulk
from daicho.business.movements.commands.bulk_prepare import Upload, prepare_bulk
from daicho.business.movements.commands.bulk_submit import submit_bulk
from daicho.business.movements.models import BulkCase, BulkRow
from daicho.business.movements.selectors.bulk import view_bulk, wrong_lines
from daicho.business.movements.tests.bulk_paper import (
    carried_out,
    outcome,
    prepared,
    upload,
)
from daicho.business.movements.tests.family import Staff, now
from daicho.foundation.audit.models import Entry
from daicho.kernel.errors import Conflict, Invalid
from daicho.registers.residents.domain.labels import item_label
from daicho.registers.residents.models import Change, Version
from daicho.registers.residents.selectors.known import AsOf
from daicho.registers.residents.selectors.person import view_person
from daicho.registers.residents.tests.factories import (
    Resident,
    enter,
    foreigner,
    make_resident,
    remove,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
USE = "bulk_individual_matters"
UNKNOWN = "9999999996"
NHI = (
    "宛名番号",
    "国民健康保険の被保険者",
    "国民健康保険の資格取得年月日",
    "国民健康保険の資格喪失年月日",
)


def settings_of(department: str) -> dict[str, str]:
    return {"department": department, "event_date": "2026-11-20", "noticed_on": "2026-11-19"}


def insured(*people: Resident) -> Upload:
    return upload(NHI, *((p.atena_number, "1", "令和8年4月1日", "") for p in people))


FILES = {
    "nhi": (NHI, ("有", "R8.4.1", "2026-11-01")),
    "late_elderly": (
        (
            "宛名番号",
            "後期高齢者医療の被保険者",
            "後期高齢者医療の資格取得年月日",
            "後期高齢者医療の資格喪失年月日",
        ),
        ("1", "2026-04-01", ""),
    ),
    "ltc": (
        ("宛名番号", "介護保険の被保険者", "介護保険の資格取得年月日", "介護保険の資格喪失年月日"),
        ("該当", "2026-04-01", ""),
    ),
    "pension": (
        (
            "宛名番号",
            "国民年金の被保険者",
            "国民年金の資格取得年月日",
            "国民年金の資格喪失年月日",
            "基礎年金番号",
            "国民年金の種別",
            "国民年金の種別変更年月日",
        ),
        ("1", "2026-04-01", "", "0000-000000", "第1号", "2026-04-01"),
    ),
    "child_allowance": (
        ("宛名番号", "児童手当の受給開始年月", "児童手当の受給終了年月"),
        ("2026-04", "2041-03"),
    ),
    "voter": (("宛名番号", "選挙人名簿への登録"), ("1",)),
}
ITEMS: dict[str, dict[str, object]] = {
    "nhi": {
        "nhi_insured": True,
        "nhi_acquired_on": date(2026, 4, 1),
        "nhi_lost_on": date(2026, 11, 1),
    },
    "late_elderly": {
        "late_elderly_insured": True,
        "late_elderly_acquired_on": date(2026, 4, 1),
        "late_elderly_lost_on": None,
    },
    "ltc": {"ltc_insured": True, "ltc_acquired_on": date(2026, 4, 1), "ltc_lost_on": None},
    "pension": {
        "pension_insured": True,
        "pension_acquired_on": date(2026, 4, 1),
        "pension_lost_on": None,
        "basic_pension_number": "0000-000000",
        "pension_type": "第1号",
        "pension_type_changed_on": date(2026, 4, 1),
    },
    "child_allowance": {
        "child_allowance_start_month": "2026-04",
        "child_allowance_end_month": "2041-03",
    },
    "voter": {"voter_registered": True},
}


@pytest.mark.parametrize(
    "department",
    [
        pytest.param("voter", marks=pytest.mark.proves("STD-1.1.1/m7")),
        pytest.param("nhi", marks=pytest.mark.proves("STD-1.1.1/m8")),
        pytest.param("late_elderly", marks=pytest.mark.proves("STD-1.1.1/m9")),
        pytest.param("ltc", marks=pytest.mark.proves("STD-1.1.1/m10")),
        pytest.param("pension", marks=pytest.mark.proves("STD-1.1.1/m11")),
        pytest.param("child_allowance", marks=pytest.mark.proves("STD-1.1.1/m12")),
    ],
)
def test_what_a_department_tells_stands_on_the_record(staff: Staff, department: str) -> None:
    who = make_resident()
    header, cells = FILES[department]
    case = carried_out(
        staff, USE, settings_of(department), upload(header, (who.atena_number, *cells))
    )
    after = now(who.person).particulars
    for item, value in ITEMS[department].items():
        assert getattr(after, item) == value, item
    changed = {n for n in after.__slots__ if getattr(after, n) != getattr(who.items, n)}
    assert changed <= set(ITEMS[department])
    made = Change.objects.get(case=case)
    blank = upload(header, (who.atena_number, *("" for _ in cells)))
    carried_out(staff, USE, settings_of(department), blank)
    assert now(who.person).particulars == who.items
    assert (made.reason, made.basis, made.noticed_on) == (
        "correction_ex_officio",
        "職権",
        date(2026, 11, 19),
    )


@pytest.mark.proves("STD-7.2.2/m1")
def test_what_every_department_told_last_is_read_on_the_record(staff: Staff) -> None:
    who = make_resident(card_status="有")
    for department, (header, cells) in FILES.items():
        carried_out(staff, USE, settings_of(department), upload(header, (who.atena_number, *cells)))
    page = view_person(staff[0], record=who.record, as_of=AsOf())
    lines = {label: text for group in page.groups for label, text in group.lines}
    told = [(item, value) for items in ITEMS.values() for item, value in items.items()]
    for item, value in told:
        assert (lines.get(item_label(item), "") != "") == (value is not None), item
    assert lines[item_label("nhi_acquired_on")] == "令和8年4月1日"
    assert lines[item_label("basic_pension_number")] == "0000-000000"
    assert lines[item_label("card_status")] == "有"


@pytest.mark.proves("STD-1.1.2/m8")
def test_foreign_residents_have_the_same_matters_but_no_vote(staff: Staff) -> None:
    who = enter(foreigner())
    for department in ("nhi", "late_elderly", "ltc", "pension", "child_allowance"):
        header, cells = FILES[department]
        carried_out(staff, USE, settings_of(department), upload(header, (who.atena_number, *cells)))
    after = now(who.person).particulars
    for department in ("nhi", "late_elderly", "ltc", "pension", "child_allowance"):
        for item, value in ITEMS[department].items():
            assert getattr(after, item) == value, item
    header, cells = FILES["voter"]
    case = prepared(staff, USE, settings_of("voter"), upload(header, (who.atena_number, *cells)))
    assert outcome(case)[who.person] == ("excluded", "not_applicable")


@pytest.mark.proves("REG-090")
@pytest.mark.parametrize("name", ["被保険者番号", "保険料", "電話番号"])
def test_what_is_not_for_the_register_is_refused_by_name(staff: Staff, name: str) -> None:
    who = make_resident()
    file = upload((*NHI, name), (who.atena_number, "1", "", "", "12345678"))
    with pytest.raises(Invalid, match=f"「{name}」の列は受け取れません"):
        prepare_bulk(staff[0], case=uuid4(), use=USE, settings=settings_of("nhi"), upload=file)
    assert not BulkCase.objects.exists()
    assert not BulkRow.objects.exists()
    refused = Entry.objects.get(kind="movements.bulk_prepared")
    assert refused.outcome == "refused"
    assert "12345678" not in refused.body


@pytest.mark.proves("REG-090")
def test_a_column_that_nobody_knows_is_refused(staff: Staff) -> None:
    file = upload((*NHI, "備考"), (make_resident().atena_number, "1", "", "", ""))
    with pytest.raises(Invalid) as refusal:
        prepare_bulk(staff[0], case=uuid4(), use=USE, settings=settings_of("nhi"), upload=file)
    (problem,) = refusal.value.problems
    assert problem.why == "余分な項目: 備考。"


WHOLE = {
    "bulk_file.encoding": upload(NHI, ("あ", "1", "", ""), encoding="cp932"),
    "bulk_file.header": upload(NHI[:2], ("1", "1")),
    "bulk_file.empty": upload(NHI),
    "bulk_file.csv": Upload("x.csv", io.BytesIO((",".join(NHI) + '\n"1').encode())),
}


@pytest.mark.parametrize("code", sorted(WHOLE))
def test_a_file_that_is_wrong_as_a_whole_is_not_taken(staff: Staff, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        prepare_bulk(
            staff[0], case=uuid4(), use=USE, settings=settings_of("nhi"), upload=WHOLE[code]
        )
    assert [p.code for p in refusal.value.problems] == [code]
    assert all(p.what and p.remedy for p in refusal.value.problems)
    assert not BulkCase.objects.exists()


def test_wrong_lines_are_told_and_nothing_is_taken_until_the_clerk_chooses(staff: Staff) -> None:
    right, removed = make_resident(name="見本　正"), make_resident(name="見本　去")
    remove(removed, on=date(2026, 11, 1))
    file = upload(
        NHI,
        (right.atena_number, "1", "2026-04-01", ""),
        (right.atena_number, "1", "2026-04-01", ""),
        (removed.atena_number, "1", "2026-04-01", ""),
        (UNKNOWN, "1", "2026-04-01", ""),
        ("1234", "1", "2026-04-01", ""),
        (make_resident().atena_number, "はい", "2026-13-01", "2027-01-01"),
        (make_resident().atena_number, "1", "2026-04-01", "2026-03-31"),
        ("1",),
    )
    case = prepared(staff, USE, settings_of("nhi"), file)
    told = [
        (line.line_number, line.item) for line in wrong_lines(staff[0], case=case, page=1).lines
    ]
    assert told == [
        (3, "宛名番号"),
        (4, "宛名番号"),
        (5, "宛名番号"),
        (6, "宛名番号"),
        (7, "国民健康保険の被保険者"),
        (7, "国民健康保険の資格取得年月日"),
        (7, "国民健康保険の資格喪失年月日"),
        (8, "国民健康保険の資格喪失年月日"),
        (9, ""),
    ]
    view = view_bulk(staff[0], case=case)
    assert (view.rows, view.wrong_rows) == (8, 7)
    with pytest.raises(Invalid, match="誤りのある行が7行"):
        submit_bulk(staff[0], case=case, edition=view.edition)
    before = Version.objects.count()
    edition = submit_bulk(staff[0], case=case, edition=view.edition, only_right=True)
    assert edition == view.edition + 1
    assert Version.objects.count() == before
    row = BulkCase.objects.get(key=case)
    assert row.partial
    entry = Entry.objects.filter(kind="movements.bulk_submitted", outcome="done").get()
    assert '"wrong_lines":7' in entry.body


def test_the_same_file_twice_is_recognised(staff: Staff) -> None:
    who = make_resident()
    case = carried_out(staff, USE, settings_of("nhi"), insured(who))
    versions = Version.objects.count()
    with pytest.raises(Conflict, match=BulkCase.objects.get(key=case).number):
        prepare_bulk(
            staff[0], case=uuid4(), use=USE, settings=settings_of("nhi"), upload=insured(who)
        )
    assert Version.objects.count() == versions
    other = upload(NHI, (who.atena_number, "1", "R8.4.1", ""))
    same = prepared(staff, USE, settings_of("nhi"), other)
    assert outcome(same)[who.person] == ("same", "")
    with pytest.raises(Invalid, match="更新する人がいません"):
        submit_bulk(staff[0], case=same, edition=BulkCase.objects.get(key=same).edition)
    discard_bulk(staff[0], case=same, edition=BulkCase.objects.get(key=same).edition)
    other = upload(NHI, (who.atena_number, "1", "R8.4.1", ""))
    assert prepared(staff, USE, settings_of("nhi"), other) != same


def test_an_earlier_kind_of_pension_stays_in_the_history(staff: Staff) -> None:
    who = make_resident(pension_insured=True, pension_type="第1号")
    header, cells = FILES["pension"]
    changed = (who.atena_number, *cells[:4], "第3号", "2026-11-01")
    carried_out(staff, USE, settings_of("pension"), upload(header, changed))
    assert now(who.person).particulars.pension_type == "第3号"
    assert now(who.person, date(2026, 11, 19)).particulars.pension_type == "第1号"


@pytest.mark.proves("INH-014")
def test_gained_and_lost_come_in_and_an_unknown_number_waits_in_the_list(staff: Staff) -> None:
    gained, lost = make_resident(name="見本　得"), make_resident(name="見本　失", nhi_insured=True)
    file = upload(
        NHI,
        (gained.atena_number, "1", "2026-04-01", ""),
        (lost.atena_number, "0", "2020-04-01", "2026-11-01"),
        (UNKNOWN, "1", "2026-04-01", ""),
    )
    case = carried_out(staff, USE, settings_of("nhi"), file, only_right=True)
    assert now(gained.person).particulars.nhi_acquired_on == date(2026, 4, 1)
    after = now(lost.person).particulars
    assert (after.nhi_insured, after.nhi_lost_on) == (False, date(2026, 11, 1))
    (held,) = wrong_lines(staff[0], case=case, page=1).lines
    assert held.line_number == 4
    assert held.reason.startswith("この宛名番号は台帳にありません。")
    assert Change.objects.filter(case=case).count() == 2
