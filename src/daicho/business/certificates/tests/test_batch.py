"""Files of many sheets for a printing job (一括帳票): numbered once, kept like single ones, taken up where it ended."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from pypdf import PdfReader

from daicho.business.certificates.commands import make_batch as making
from daicho.business.certificates.commands.ask_batch import JOB, ask_batch
from daicho.business.certificates.commands.keep import save
from daicho.business.certificates.domain.batch import (
    BATCH_PAPERS,
    BatchWish,
    Order,
    Source,
    check_batch,
)
from daicho.business.certificates.domain.composition import Form, Item
from daicho.business.certificates.jobs import BATCH_SHEETS
from daicho.business.certificates.models import Batch, BatchPart, Issue
from daicho.business.certificates.selectors.batches import list_batches, view_batch
from daicho.business.certificates.selectors.desk import issued_sheet
from daicho.foundation.audit.models import Entry
from daicho.foundation.jobs import ports as jobs_ports
from daicho.foundation.jobs.models import Job
from daicho.foundation.jobs.public import JobRun
from daicho.foundation.jobs.tests.running import Listening
from daicho.kernel import clock
from daicho.kernel.access import Access
from daicho.kernel.errors import Invalid, Refused
from daicho.registers.protection import ports as protection_ports
from daicho.registers.protection.tests.scene import support
from daicho.registers.residents.domain.particulars import ResidenceCategory
from daicho.registers.residents.public import (
    moved_out_on,
    people_of_households,
    person_of_atena_number,
    quote,
)
from daicho.registers.residents.tests.factories import (
    Resident,
    enter,
    foreigner,
    make_resident,
    remove,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "certifier", "known_kinds")]

TODAY = date(2026, 11, 20)
GORONAI = "066000"


@pytest.fixture
def known_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs_ports, "kinds", jobs_ports.by_code([BATCH_SHEETS]))


@dataclass(slots=True)
class Stopping(Listening):
    """A desk at which somebody asks to stop after so many pieces; or whose machine dies at a file."""

    after: int = 99
    breaks_at: str = ""

    def progress(self, done: int, total: int) -> None:
        Listening.progress(self, done, total)
        self.stopped = len(self.steps) >= self.after

    def keep(self, name: str, content: Iterable[bytes], media_type: str) -> None:
        if self.breaks_at and name.startswith(self.breaks_at):
            raise OSError(28, "No space left on device")
        Listening.keep(self, name, content, media_type)


def homes(count: int) -> list[Resident]:
    """Households of one in 五老内町; the later ones stand earlier by their 郵便番号."""
    return [
        make_resident(
            name=f"見本　{n}郎",
            postal_code=f"960{8600 - n}",
            address=f"福島市五老内町{n}番1号",
            banchi=f"{n}番1号",
        )
        for n in range(1, count + 1)
    ]


def wish(people: Iterable[Resident] = (), **changes: object) -> BatchWish:
    """Copies for another authority, of the persons named."""
    plain = BatchWish(
        key=uuid4(),
        paper=Form.INDIVIDUAL.value,
        source=Source.NUMBERS,
        order=Order.POST,
        per_file=10,
        numbers=tuple(one.atena_number for one in people),
        requester_name="架空年金事務所",
        ground="国民年金法108条による調査",
        proven=True,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # fields by name


def run(
    access: Access, batch: UUID, desk: Listening | None = None, key: UUID | None = None
) -> Listening:
    """Run the job as the worker does."""
    found = desk or Listening()
    making.make_batch(
        JobRun(access=access, key=key or batch, parameters={"batch": str(batch)}, desk=found)
    )
    return found


def pages_of(pdf: bytes) -> list[str]:
    return ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


@pytest.mark.proves("REG-094")
def test_copies_become_numbered_files_with_a_control_sheet(desk_clerk: Access) -> None:
    people = homes(23)
    key = ask_batch(desk_clerk, wish=wish(people))
    assert Job.objects.get(key=key).kind == JOB
    desk = run(desk_clerk, key)
    parts = [name for name in desk.files if name[0].isdigit()]
    assert parts == ["001_000001-000010.pdf", "002_000011-000020.pdf", "003_000021-000023.pdf"]
    printed = [page for name in parts for page in pages_of(desk.files[name])]
    assert [f"見本{n}郎" in page for n, page in zip(range(23, 0, -1), printed, strict=True)] == [
        True
    ] * 23
    rows = list(Issue.objects.filter(request_key=key).order_by("copy"))
    assert [row.copy for row in rows] == list(range(1, 24))
    assert len({row.number for row in rows}) == 23
    assert all("".join(row.number.split()) in page for row, page in zip(rows, printed, strict=True))
    assert {row.issued_by_name for row in rows} == {desk_clerk.name}
    assert desk.counts == (23, 23)
    assert desk.steps[-1] == (23, 23)
    control = "".join(pages_of(desk.files["管理票.pdf"]))
    for words in (
        "対象23件",
        "出力23通",
        "除外0件",
        "ファイル3個",
        f"作成者{desk_clerk.name}".replace(" ", ""),
    ):
        assert words in control
    assert Batch.objects.get(key=key).finished_at is not None


def test_a_sheet_of_a_file_is_opened_alone_and_is_the_same(desk_clerk: Access) -> None:
    key = ask_batch(desk_clerk, wish=wish(homes(2)))
    desk = run(desk_clerk, key)
    (name,) = [name for name in desk.files if name[0].isdigit()]
    both = pages_of(desk.files[name])
    rows = Issue.objects.filter(request_key=key).order_by("copy")
    assert [pages_of(issued_sheet(desk_clerk, issue=row.key)[1]) for row in rows] == [
        [p] for p in both
    ]


@pytest.mark.proves("REG-094")
def test_what_is_not_counted_twice_is_not_done(
    desk_clerk: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = ask_batch(desk_clerk, wish=wish(homes(3)))
    monkeypatch.setattr(making, "_settle", lambda _span, _made: None)
    monkeypatch.setattr(making, "save", lambda rows: save(rows[:-1]))
    desk = run(desk_clerk, key)
    assert desk.counts == (3, 2)
    assert Batch.objects.get(key=key).finished_at is None


def test_after_a_crash_it_goes_on_and_numbers_nothing_twice(desk_clerk: Access) -> None:
    key = ask_batch(desk_clerk, wish=wish(homes(35)))
    first = Stopping(breaks_at="002")
    with pytest.raises(OSError, match="space"):
        run(desk_clerk, key, first)
    numbered = dict(Issue.objects.values_list("copy", "number"))
    assert numbered
    second = run(desk_clerk, key)
    assert "001_000001-000010.pdf" in first.files
    assert sorted(n for n in second.files if n[0].isdigit()) == [
        "002_000011-000020.pdf",
        "003_000021-000030.pdf",
        "004_000031-000035.pdf",
    ]
    now = dict(Issue.objects.values_list("copy", "number"))
    assert len(now) == 35
    assert numbered.items() <= now.items()
    assert second.counts == (35, 35)
    assert not run(desk_clerk, key).files.keys() - {"管理票.pdf"}


def test_asked_again_the_same_sheets_are_laid_out_with_their_numbers(desk_clerk: Access) -> None:
    key = ask_batch(desk_clerk, wish=wish(homes(3)))
    first = run(desk_clerk, key)
    with clock.set_to(date(2026, 12, 25)):
        again = run(desk_clerk, key, key=uuid4())
    assert again.files["001_000001-000003.pdf"] == first.files["001_000001-000003.pdf"]
    assert Issue.objects.count() == 3


def test_who_asks_to_stop_finds_whole_files(desk_clerk: Access) -> None:
    key = ask_batch(desk_clerk, wish=wish(homes(25)))
    stopped = Stopping(after=1)
    run(desk_clerk, key, stopped)
    assert list(stopped.files) == ["001_000001-000010.pdf"]
    assert stopped.counts is None
    assert Batch.objects.get(key=key).finished_at is None
    assert run(desk_clerk, key).counts == (25, 25)
    assert Issue.objects.count() == 25


def test_the_protected_are_left_out_with_the_reason(
    desk_clerk: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    for port in (people_of_households, moved_out_on, person_of_atena_number, quote):
        monkeypatch.setattr(protection_ports, port.__name__, port)
    people = homes(4)
    support(people[1].person)
    key = ask_batch(desk_clerk, wish=wish(people))
    remove(people[2], on=date(2026, 11, 1))
    desk = run(desk_clerk, key)
    printed = "".join(
        page for name in desk.files if name[0].isdigit() for page in pages_of(desk.files[name])
    )
    assert "見本1郎" in printed
    assert "見本4郎" in printed
    assert "見本2郎" not in printed
    assert "見本3郎" not in printed
    left = "".join(pages_of(desk.files["除外一覧.pdf"]))
    assert "支援措置・抑止のある人が含まれます" in left
    assert "現在の住民ではありません" in left
    assert desk.counts == (2, 2)
    view = view_batch(desk_clerk, batch=key)
    assert (view.made, view.left.paginator.count) == (2, 2)


def test_a_household_is_one_sheet_with_everybody_of_it(desk_clerk: Access) -> None:
    head, neighbour = homes(2)
    make_resident(
        name="見本　花子",
        relationship_to_head="妻",
        member_order=2,
        household_number=head.items.household_number,
        address=head.items.address,
        postal_code=head.items.postal_code,
    )
    asked = wish([head], paper=Form.HOUSEHOLD.value, items=frozenset({Item.RELATIONSHIP}))
    desk = run(desk_clerk, ask_batch(desk_clerk, wish=asked))
    (page,) = pages_of(desk.files["001_000001-000001.pdf"])
    for words in ("世帯全員の住民票", "見本1郎", "見本花子", "公用"):
        assert words in page
    assert "見本2郎" not in page
    town = wish(paper=Form.HOUSEHOLD.value, source=Source.TOWNS, towns=(GORONAI,), numbers=())
    other = run(desk_clerk, ask_batch(desk_clerk, wish=replace(town, order=Order.NUMBER)))
    first, second = pages_of(other.files["001_000001-000002.pdf"])
    assert "見本花子" in first
    assert "見本2郎" in second
    assert neighbour.items.name == "見本　2郎"


def test_letters_to_those_whose_residence_ends(desk_clerk: Access) -> None:
    ending = date(2026, 12, 10)
    for n in range(3):
        enter(
            foreigner(
                name_alphabet=f"SAMPLE {'ABC'[n]}",
                alias="",
                alias_kana="",
                residence_status="留学",
                residence_category=ResidenceCategory.MID_LONG_TERM,
                residence_until=ending,
            )
        )
    asked = BatchWish(key=uuid4(), paper="residence_end", source=Source.KIND, order=Order.NUMBER)
    desk = run(desk_clerk, ask_batch(desk_clerk, wish=asked))
    pages = pages_of(desk.files["001_000001-000003.pdf"])
    assert [f"SAMPLE{letter}様" in page for letter, page in zip("ABC", pages, strict=True)] == [
        True
    ] * 3
    assert all("2026年12月10日" in page for page in pages)
    assert Issue.objects.filter(kind="residence_end").count() == 3


@pytest.mark.proves("STD-10.2/m8")
def test_every_piece_is_on_the_print_log(desk_clerk: Access) -> None:
    key = ask_batch(desk_clerk, wish=wish(homes(12)))
    run(desk_clerk, key)
    entries = Entry.objects.filter(kind="certificates.batch_made").order_by("seq")
    first, second = (json.loads(entry.body) for entry in entries)
    assert (first["count"], second["count"]) == (10, 2)
    assert not first["subjects"]
    said = first["detail"]
    part = BatchPart.objects.get(number=1)
    assert said["files"] == ["001_000001-000010.pdf"]
    assert said["title"] == "住民票の写し（個人票）"
    assert (said["output"], said["pages"], said["seal"]) == ("ファイル", 10, "有")
    assert said["numbers"] == [part.first_number, part.last_number]


def test_a_form_sent_twice_asks_once_and_nobody_unknown_is_asked_for(desk_clerk: Access) -> None:
    asked = wish(homes(1))
    assert ask_batch(desk_clerk, wish=asked) == ask_batch(desk_clerk, wish=asked)
    assert Batch.objects.count() == Job.objects.count() == 1
    with pytest.raises(Invalid, match="この宛名番号の人はいません"):
        ask_batch(desk_clerk, wish=wish(numbers=("0000000000",)))
    _, lines = list_batches(desk_clerk)
    assert [line.state for line in lines] == ["作成中・未完了"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"paper": "removed"}, "paper"),
        ({"source": Source.KIND}, "source"),
        ({"numbers": ()}, "numbers"),
        ({"source": Source.TOWNS}, "towns"),
        ({"per_file": 5000}, "per_file"),
        ({"order": "random"}, "order"),
        ({"requester_name": " "}, "requester_name"),
        ({"ground": ""}, "ground"),
        ({"proven": False}, "proven"),
        ({"items": frozenset({Item.INDIVIDUAL_NUMBER})}, "items"),
    ],
)
def test_what_is_wrong_with_the_form_is_said_beside_it(
    changes: dict[str, object], field: str
) -> None:
    asked = replace(wish(numbers=("1",)), **changes)  # type: ignore[arg-type]  # fields by name
    assert field in {problem.field for problem in check_batch(asked)}


def test_only_the_counter_asks(approver: Access, desk_clerk: Access) -> None:
    with pytest.raises(Refused):
        ask_batch(replace(approver, purpose=desk_clerk.purpose), wish=wish(homes(1)))
    assert not Batch.objects.exists()


@pytest.mark.proves("STD-10.7/n3")
def test_no_batch_prints_everybody_for_inspection() -> None:
    """Copies are of persons named or of 町字 chosen; no list for 閲覧 is among the papers, and none of the whole town."""
    assert not {
        code for code in BATCH_PAPERS if "inspection" in code or "閲覧" in BATCH_PAPERS[code].title
    }
    for paper in BATCH_PAPERS.values():
        everybody = wish(paper=paper.code, source=Source.TOWNS, towns=(), numbers=())
        assert {"towns", "source"} & {problem.field for problem in check_batch(everybody)}


def test_memory_holds_no_more_than_the_pieces_under_way(
    desk_clerk: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = ask_batch(desk_clerk, wish=wish(homes(60)))
    waiting: list[int] = []
    made = making._made

    def counted(*args: object) -> object:
        parts = BatchPart.objects.filter(batch=key)
        waiting.append(parts.filter(kept_at__isnull=True).count())
        return made(*args)  # type: ignore[arg-type]  # handed on

    monkeypatch.setattr(making, "_made", counted)
    run(desk_clerk, key)
    assert max(waiting) == making.PRESSES + making.AHEAD
