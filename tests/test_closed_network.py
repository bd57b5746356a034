"""Closed network (閉域): the counter's work needs nothing outside the machine, and a test that tried would be caught.

Two watches: Python's audit events see every socket that Python connects or name that it looks up; in a network
namespace without any way out the kernel counts what anybody else in the process (the database's client, the
typesetter) tried to send (`OutNoRoutes`). Where the machine gives no namespace, the first watch stands alone.
"""

from __future__ import annotations

import ctypes
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from fcntl import ioctl
from io import BytesIO
from ipaddress import ip_address
from pathlib import Path
from struct import pack
from typing import Final
from uuid import UUID

import pyotp
import pytest
from django.core import signing
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from daicho.business.certificates.models import Issue
from daicho.business.movements.commands.examine import examine
from daicho.business.movements.commands.submit import submit
from daicho.business.movements.models import Case
from daicho.business.movements.tests.paper import HEAD, WIFE, alerts_of, move_in_paper
from daicho.foundation.staff.access import system_access
from daicho.foundation.staff.commands.enrol_terminal import enrol_this_terminal
from daicho.foundation.staff.terminals import COOKIE
from daicho.kernel.access import Access, Purpose
from daicho.registers.residents.models import Version
from tests.desk import name_people, step, take_in
from tests.town import PASSWORD, furnish

# Set for the run of this file in a process of its own: whether that has a network without a way out.
INSIDE: Final = "DAICHO_TEST_NO_WAY_OUT"
IN_NAMESPACE: Final = os.environ.get(INSIDE) == "namespace"
NAMESPACES: Final = (
    ("unshare", "--net"),
    ("unshare", "--user", "--map-current-user", "--keep-caps", "--net"),
)
OUTSIDE_ADDRESS: Final = "192.0.2.1"  # TEST-NET-1 (RFC 5737): nobody's
CASE: Final = "00000000-0000-4000-8000-000000000001"


class WayOut(AssertionError):
    """Something tried to leave the machine."""


class Watch:
    """The audit hook; it stays for the life of the process and does nothing while not `on`."""

    def __init__(self) -> None:
        self.on = False
        self.tried: list[str] = []
        sys.addaudithook(self._hear)

    def _hear(self, event: str, args: tuple[object, ...]) -> None:
        if not self.on:
            return
        where = _target(event, args)
        if where is not None:
            self.tried.append(f"{event} {where}")
            raise WayOut(f"{event} {where}")


def _target(event: str, args: tuple[object, ...]) -> str | None:
    """Where an event leads, if it leads off this machine."""
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        host = args[1][0] if isinstance(args[1], tuple) else ""  # AF_UNIX: a path
        return None if _here(host) else str(host)
    if event in ("socket.getaddrinfo", "socket.gethostbyname"):
        return None if _here(args[0] or "") else str(args[0])
    return None


def _here(host: object) -> bool:
    name = host.decode() if isinstance(host, bytes) else str(host)
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return name in ("", "localhost")


WATCH: Final = Watch()


@contextmanager
def no_way_out() -> Iterator[None]:
    """Fail when anything in the block tried to leave, even if it then carried on without."""
    before = unroutable()
    WATCH.tried.clear()
    WATCH.on = True
    try:
        yield
    finally:
        WATCH.on = False
    if WATCH.tried:
        raise WayOut(", ".join(WATCH.tried))
    if IN_NAMESPACE and unroutable() != before:
        raise WayOut(f"{unroutable() - before} packets had nowhere to go")


def unroutable() -> int:
    """How often this network namespace had no route for what was to be sent, IPv4 and IPv6."""
    names, values = (
        line.split()[1:]
        for line in Path("/proc/net/snmp").read_text().splitlines()
        if line.startswith("Ip:")
    )
    count = int(dict(zip(names, values, strict=True))["OutNoRoutes"])
    ipv6 = Path("/proc/net/snmp6")
    if ipv6.exists():
        rows = (line.split() for line in ipv6.read_text().splitlines())
        count += sum(int(row[1]) for row in rows if row[0] == "Ip6OutNoRoutes")
    return count


def connect_unseen(address: str) -> int:
    """A TCP connection by the C library itself, which no audit event tells of; its return value."""
    library = ctypes.CDLL(None, use_errno=True)
    target = (
        int(socket.AF_INET).to_bytes(2, sys.byteorder)
        + (80).to_bytes(2, "big")
        + ip_address(address).packed
        + bytes(8)
    )
    handle = library.socket(int(socket.AF_INET), int(socket.SOCK_STREAM), 0)
    try:
        return int(library.connect(handle, target, len(target)))
    finally:
        library.close(handle)


def browser_of(secrets: dict[str, str], terminal: str, login: str) -> Client:
    """A browser of the enrolled terminal, signed in with two factors."""
    client = Client()
    client.cookies[COOKIE] = terminal
    client.post("/sign-in/", {"login": login, "password": PASSWORD})
    cache.clear()
    code = pyotp.TOTP(secrets[login]).now()
    assert client.post("/sign-in/second/", {"code": code}).status_code == 302
    return client


@pytest.mark.django_db
@pytest.mark.usefixtures("today")
def test_the_counter_works_without_a_way_out(clerk: Access, examiner: Access) -> None:
    with no_way_out():
        secrets = furnish()
        key = enrol_this_terminal(
            system_access(Purpose.ADMINISTRATION, job="test"), name="本庁1", office="市民課"
        )
        terminal = signing.dumps(str(key), salt="daicho.foundation.staff.terminal")
        approve_family(clerk, examiner, browser_of(secrets, terminal, "決裁1"))
        counter = browser_of(secrets, terminal, "窓口1")
        found = counter.post(reverse("residents_search"), {"name": "ミホン"}, follow=True)
        assert "見本　太郎" in found.content.decode()
        text = issue_sheet(counter)
    assert "見本　花子" in text
    assert "見本市長" in text


def approve_family(clerk: Access, examiner: Access, approver: Client) -> None:
    """A couple's 転入届, entered and examined, then approved on the screen."""
    paper = move_in_paper(HEAD, WIFE)
    case = UUID(CASE)
    alerts = alerts_of("move_in", paper)
    edition = submit(clerk, case=case, kind="move_in", payload=paper, edition=0, confirmed=alerts)
    edition = examine(examiner, case=case, edition=edition)
    assert approver.get(reverse("movements_confirmation", args=[case])).content[:4] == b"%PDF"
    answer = approver.post(
        reverse("movements_take", args=[case, "approve"]), {"edition": edition, "remark": ""}
    )
    assert answer.status_code == 302
    assert Case.objects.get(key=case).state == "approved"


def issue_sheet(counter: Client) -> str:
    """The text of the couple's certificate, looked at, issued and opened on the screens."""
    records = list(Version.objects.order_by("member_order").values_list("record_id", flat=True))
    key = take_in(counter, form="household")
    name_people(counter, key, records)
    assert "見本" in counter.get(reverse("requests_decide", args=[key])).content.decode()
    assert step(counter, "requests_decide", key, act="grant").status_code == 302
    sheet = reverse("certificates_sheet", args=[Issue.objects.get().key])
    pdf = counter.get(sheet).content
    return "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


@pytest.mark.parametrize(
    "attempt",
    [
        lambda: socket.create_connection((OUTSIDE_ADDRESS, 80), timeout=1),
        lambda: socket.getaddrinfo("register.example", 443),
        lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"", (OUTSIDE_ADDRESS, 53)),
    ],
)
def test_an_attempt_is_caught_even_if_it_is_swallowed(attempt: Callable[[], object]) -> None:
    with pytest.raises(WayOut, match=r"socket\."), no_way_out(), suppress(WayOut):
        attempt()


def test_the_machine_itself_is_no_way_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, no_way_out():
        socket.create_connection(server.getsockname(), timeout=5).close()


if IN_NAMESPACE:
    # The loopback of a new namespace is down: SIOCSIFFLAGS with IFF_UP.
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as handle:
        ioctl(handle, 0x8914, pack("16sH14x", b"lo", 1))

    def test_an_attempt_that_python_does_not_see_is_counted() -> None:
        with pytest.raises(WayOut, match="nowhere to go"), no_way_out():
            assert connect_unseen(OUTSIDE_ADDRESS) == -1

elif INSIDE not in os.environ:

    def test_all_of_this_holds_in_a_namespace_without_a_way_out() -> None:
        """This file once more, from importing the settings on, in a process that has nowhere to go."""
        way = namespace()
        done = subprocess.run(
            [*way, sys.executable, "-m", "pytest", "-o", "addopts=", "-q", __file__],
            cwd=Path(__file__).parent.parent,
            env=os.environ | {INSIDE: "namespace" if way else "process"},
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
        assert f"{6 if way else 5} passed" in done.stdout


def namespace() -> tuple[str, ...]:
    """The command that gives a process a network of its own; empty where the machine allows none."""
    for way in NAMESPACES:
        with suppress(OSError):
            if subprocess.run([*way, "true"], capture_output=True, check=False).returncode == 0:
                return way
    return ()
