"""Letters and lists of a batch (一括の通知・除外一覧): in the order of the post, a file at a time, each read for itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest

from daicho.business.certificates.commands import batch_papers, issue_letters
from daicho.business.certificates.commands.ask_batch import ask_batch
from daicho.business.certificates.commands.issue_letters import issue_list
from daicho.business.certificates.domain.batch import BatchWish, Order, Source
from daicho.business.certificates.models import BatchTarget, Issue
from daicho.business.certificates.selectors import notice_lists
from daicho.business.certificates.selectors.notice_lists import view_ending, view_headless
from daicho.business.certificates.tests.test_batch import homes, known_kinds, pages_of, run, wish
from daicho.kernel.access import Access
from daicho.kernel.errors import Invalid
from daicho.kernel.uncertain_dates import LegalDate
from daicho.registers.residents.domain.particulars import Removal, ResidenceCategory, Status
from daicho.registers.residents.domain.segments import Segment
from daicho.registers.residents.tests.factories import (
    Resident,
    enter,
    foreigner,
    make_resident,
    particulars,
    record_change,
    remove,
)

__all__ = ["known_kinds"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "certifier", "known_kinds")]


def leaving(count: int, **items: object) -> list[Resident]:
    """Foreign residents whose 在留期間 ends, the last of them first by the post."""
    return [
        enter(
            foreigner(
                name_alphabet=f"SAMPLE {n:03d}",
                alias="",
                alias_kana="",
                residence_status="留学",
                residence_category=ResidenceCategory.MID_LONG_TERM,
                residence_until=date(2026, 12, 10),
                postal_code=f"960{8600 - n}",
                **items,
            )
        )
        for n in range(1, count + 1)
    ]


def letters(paper: str, **changes: object) -> BatchWish:
    plain = {"order": Order.POST, "per_file": 10, **changes}
    return BatchWish(key=uuid4(), paper=paper, source=Source.KIND, **plain)  # type: ignore[arg-type]  # by name


def orphans(count: int) -> list[UUID]:
    """Persons of households of two in which nobody is 世帯主."""
    found = []
    for n in range(count):
        number = particulars().household_number
        for order in (1, 2):
            who = make_resident(
                name=f"見本　{n}之{order}",
                household_number=number,
                relationship_to_head="同居人",
                member_order=order,
                postal_code=f"960{8600 - n}",
            )
            found.append(who.person)
    return found


def test_letters_lie_in_the_order_of_the_post_and_each_file_reads_its_own(
    desk_clerk: Access,
) -> None:
    leaving(12)
    desk = run(desk_clerk, ask_batch(desk_clerk, wish=letters("residence_end")))
    names = [name for name in desk.files if name[0].isdigit()]
    assert names == ["001_000001-000010.pdf", "002_000011-000012.pdf"]
    pages = [page for name in names for page in pages_of(desk.files[name])]
    assert [
        f"SAMPLE{n:03d}様" in page for n, page in zip(range(12, 0, -1), pages, strict=True)
    ] == [True] * 12


def test_households_without_a_head_are_written_to_in_the_order_of_the_post(
    desk_clerk: Access,
) -> None:
    orphans(12)
    desk = run(desk_clerk, ask_batch(desk_clerk, wish=letters("head_change_requests")))
    assert desk.counts == (12, 12)
    units = BatchTarget.objects.order_by("position").values_list("unit", flat=True)
    assert list(units) == [f"見本　{n}之1" for n in range(11, -1, -1)]
    (number, *_) = Issue.objects.order_by("copy")
    assert len(number.persons) == 2


def gone(name: str, municipality: str) -> Resident:
    who = make_resident(name=name)
    on = date(2026, 9, 1)
    after = replace(
        who.items,
        removal=Removal.MOVED_OUT,
        removal_reason="国内転出",
        removal_event_date=LegalDate.of_day(on),
        destination_planned="架空町1番地",
        destination_planned_code=municipality,
    )
    record_change(
        who.person,
        (Segment(on, Status.REMOVED, after),),
        reason="removal_domestic_move_out",
        since=on,
        record=who.record,
    )
    return who


def test_each_municipality_is_asked_once_after_all_who_went_there(desk_clerk: Access) -> None:
    first, second, third = (
        gone("見本　一郎", "271004"),
        gone("見本　二郎", "131016"),
        gone("見本　三郎", "271004"),
    )
    desk = run(desk_clerk, ask_batch(desk_clerk, wish=letters("arrival_inquiries")))
    assert desk.counts == (2, 2)
    asked = [set(row.persons) for row in Issue.objects.order_by("copy")]
    assert asked == [{second.person}, {first.person, third.person}]
    pages = pages_of(desk.files["001_000001-000002.pdf"])
    assert ["東京都千代田区長" in page for page in pages] == [True, False]


def test_a_list_that_is_kept_is_not_longer_than_memory_is_for(
    desk_clerk: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    leaving(3)
    monkeypatch.setattr(issue_letters, "MOST_LISTED", 2)
    with pytest.raises(Invalid, match="3件の一覧は、画面からは出せません"):
        issue_list(desk_clerk, kind="residence_list", key=uuid4())
    assert not Issue.objects.exists()


def test_the_lists_have_pages_of_as_many_as_can_be_written_to(
    desk_clerk: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert notice_lists.PER_PAGE == issue_letters.MOST_TOGETHER
    monkeypatch.setattr(notice_lists, "PER_PAGE", 2)
    leaving(3)
    found = view_ending(desk_clerk, page=2)
    assert (len(found.rows), found.page.paginator.count) == (1, 3)
    orphans(3)
    monkeypatch.setattr(notice_lists, "PIECE", 2)
    assert [len(view_headless(desk_clerk, page=n).rows) for n in (1, 2)] == [2, 1]


def test_a_long_list_of_what_was_left_out_is_more_than_one_file(
    desk_clerk: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = homes(4)
    key = ask_batch(desk_clerk, wish=wish(people))
    for who in people[:3]:
        remove(who, on=date(2026, 11, 1))
    monkeypatch.setattr(batch_papers, "A_FILE", 2)
    desk = run(desk_clerk, key)
    first, second = ("".join(pages_of(desk.files[n])) for n in ("除外一覧.pdf", "除外一覧-2.pdf"))
    assert first.count("現在の住民ではありません") == 2
    assert second.count("現在の住民ではありません") == 1
    assert "続き（2冊目）" in second
