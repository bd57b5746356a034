"""市町村通知 by file (IMM-002, 003): put out once, counted, handed over on a medium; and what the terminal made of it."""

from __future__ import annotations

import json
from typing import Any

import pyrage
import pytest

from daicho.business.movements.models import ImmigrationMessage
from daicho.business.movements.tests.amending import foreigner
from daicho.business.movements.tests.family import NEXT_DOOR, Staff, moving
from daicho.business.movements.tests.paper import carry_through
from daicho.gateways.immigration.commands.hand_over import Taken, hand_over, take_file, take_results
from daicho.gateways.immigration.commands.make_file import make_file
from daicho.gateways.immigration.commands.tell_again import tell_again
from daicho.gateways.immigration.domain.states import State
from daicho.gateways.immigration.models import NoticeFile, Telling
from daicho.gateways.immigration.selectors.tellings import list_tellings, to_put_out
from daicho.gateways.immigration.tests.conftest import Sent
from daicho.kernel.errors import Conflict, Invalid, Refused, Unavailable

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "by_file", "moved")]


@pytest.fixture
def terminal(settings: Any) -> pyrage.x25519.Identity:  # Any: pytest-django's wrapper
    """The key of the liaison terminal."""
    identity = pyrage.x25519.Identity.generate()
    settings.IMMIGRATION_RECIPIENT = str(identity.to_public())
    return identity


@pytest.fixture
def moved(staff: Staff, sent: Sent) -> None:
    """Somebody who moved in, and then within, in a town that hands files over."""
    person = foreigner(staff)
    with_card = NEXT_DOOR | {"identity_document": "residence_card"}
    carry_through(*staff, "move_within", moving([person], **with_card))
    assert sent() == [], "a town that hands files over puts nothing on the line"


def lines_of(file: NoticeFile, terminal: pyrage.x25519.Identity) -> list[dict[str, Any]]:
    text = pyrage.decrypt(bytes(file.sealed), [terminal]).decode()
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.proves("IMM-002", "STD-4.5.7/m4")
def test_only_what_was_not_put_out_is_and_the_second_time_there_is_nothing(
    staff: Staff, terminal: pyrage.x25519.Identity
) -> None:
    assert to_put_out() == 2
    file = make_file(staff[0])
    assert file is not None
    head, *bodies = lines_of(file, terminal)
    assert head["count"] == file.count == len(bodies) == 2
    assert head["counts"] == file.counts == {"住基法": 1, "住基法・入管法": 1}
    assert [body["reason"] for body in bodies] == ["国内転入", "転居"]
    assert to_put_out() == 0
    assert make_file(staff[0]) is None
    assert NoticeFile.objects.count() == 1
    assert bytes(take_file(staff[0], file=file.key).sealed) == bytes(file.sealed)


@pytest.mark.proves("IMM-003")
@pytest.mark.usefixtures("terminal")
def test_what_is_handed_over_is_on_record_and_told(staff: Staff) -> None:
    file = make_file(staff[0])
    assert file is not None
    assert {row.state for row in Telling.objects.all()} == {State.OUTPUT}
    assert not ImmigrationMessage.objects.filter(sent_at__isnull=False).exists()
    with pytest.raises(Invalid):
        hand_over(staff[0], file=file.key, medium="", receiver="連携端末")
    hand_over(staff[0], file=file.key, medium="M-12", receiver="法務省情報連携の端末")
    file.refresh_from_db()
    assert (file.medium, file.receiver) == ("M-12", "法務省情報連携の端末")
    assert {row.state for row in Telling.objects.all()} == {State.TOLD}
    assert not ImmigrationMessage.objects.filter(sent_at__isnull=True).exists()
    with pytest.raises(Conflict):
        hand_over(staff[0], file=file.key, medium="M-13", receiver="端末")


@pytest.mark.proves("STD-4.5.7/m8", "STD-4.5.7/m9")
def test_what_the_terminal_sends_back_goes_into_the_next_file(
    staff: Staff, terminal: pyrage.x25519.Identity
) -> None:
    file = make_file(staff[0])
    assert file is not None
    entry, moved = Telling.objects.order_by("place")
    text = f"通知番号,結果,エラー\n{entry.number},正常,\n{moved.number},エラー,住所が読めません\n"
    with pytest.raises(Invalid):
        take_results(staff[0], content=text.encode())
    hand_over(staff[0], file=file.key, medium="M-1", receiver="端末")
    assert take_results(staff[0], content=text.encode()) == Taken(taken=1, refused=1)
    (line,) = list_tellings(staff[0], state="refused", page=1).lines
    assert (line.number, line.trouble) == (moved.number, "住所が読めません")
    tell_again(staff[0], message=moved.message, typed={"address": "福島市五老内町9番9号"})
    second = make_file(staff[0])
    assert second is not None
    (_, body) = lines_of(second, terminal)
    assert body["address"] == "福島市五老内町9番9号"
    assert body["corrects"] == moved.number


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        "番号,結果\n".encode(),
        "通知番号,結果,エラー\n".encode(),
        "通知番号,結果,エラー\nX-1,成功,\n".encode(),
        "通知番号,結果,エラー\nX-1,エラー,\n".encode(),
        "通知番号,結果,エラー\nX-1,正常,\nX-1,正常,\n".encode(),
        "通知番号,結果,エラー\nX-1,正常,\n".encode(),
    ],
)
def test_a_wrong_file_of_results_counts_for_nothing(staff: Staff, content: bytes) -> None:
    with pytest.raises(Invalid) as caught:
        take_results(staff[0], content=content)
    assert all(p.what and p.remedy for p in caught.value.problems)


def test_without_the_terminals_key_nothing_leaves(staff: Staff, settings: Any) -> None:
    settings.IMMIGRATION_RECIPIENT = ""
    with pytest.raises(Unavailable):
        make_file(staff[0])
    assert not Telling.objects.exists()


@pytest.mark.usefixtures("terminal")
def test_only_who_may_puts_out(staff: Staff) -> None:
    with pytest.raises(Refused):
        make_file(staff[2])
