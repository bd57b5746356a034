"""Towns (複数の市町村): several municipalities on one machine, each with its register and its 市町村CS, and the rest of the country.

    DAICHO_HOME/
      pki/                    the network's certificate authority
      outside/                the rest of the country (src/outside), with a database of its own
      towns/fukushima/core/          an installation of the register
      towns/fukushima/municipal_cs/  an installation of the 市町村CS
      towns/fukushima/jukinet_gateway/  where the town has one: the 住基ネットゲートウェイ between the two

Each installation has its own database server, keys, staff and trail; they know each other by their lines alone.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Collection, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from daicho.config.profiles import Profile, profile_named
from daicho.foundation.lines.domain.parties import Party
from daicho.kernel.errors import DaichoError, Invalid, Missing, Problem, Unavailable
from daicho.operations import processes
from daicho.operations.environment import COMMANDS, python
from daicho.operations.home import CHECKOUT, Home
from daicho.operations.node import CORE, JUKINET_GATEWAY, MUNICIPAL_CS, Node, mark
from daicho.operations.pki.authority import Authority, ensure_authority
from daicho.operations.pki.equipping import equip
from daicho.operations.pki.places import daicho_place, outside_place
from daicho.operations.postgres import Cluster
from daicho.operations.progress import console, step
from daicho.operations.service_user import current_user
from daicho.operations.startup import HOST, Errand, Plan, server, start
from daicho.operations.supervisor import Server, Supervisor, check_port_free, log_of, stoppable

OUTSIDE_DATABASE: Final = "outside"
NATION: Final = "000000"
_NATIONAL: Final = ("nation", "card_system", "immigration")
_OF_A_CS: Final = ("nation", "card_system")
_PORTS_OF_A_TOWN: Final = 10
_PORTS_OUTSIDE: Final = 90
_OUTSIDE_SECONDS: Final = 600.0
# How often what will soon expire is looked for.
_RENEW_SECONDS: Final = 3600.0


TELL: Final = Errand(
    "市町村CSへの初回登録", "app", (COMMANDS, "tell-everybody"), once="told-everybody"
)
OPEN: Final = Errand("附票の最初の登録", "app", (COMMANDS, "open-annexes"), once="opened-annexes")


@dataclass(frozen=True, slots=True)
class Seat:
    """One installation of a town: its party, its home, and the ports of its screens (0: it has none) and of its lines."""

    party: Party
    node: Node
    home: Home
    web: int
    line: int

    @property
    def address(self) -> str:
        return f"{HOST}:{self.line}"


@dataclass(frozen=True, slots=True)
class Town:
    """A municipality of this machine."""

    name: str
    profile: Profile
    core: Seat
    cs: Seat
    seed: int
    gateway: Seat | None = None

    @property
    def seats(self) -> tuple[Seat, Seat]:
        """Those with a database and screens."""
        return self.cs, self.core

    @property
    def on_lines(self) -> tuple[Seat, ...]:
        return (*self.seats, self.gateway) if self.gateway else self.seats


@dataclass(frozen=True, slots=True)
class Country:
    """Everything that runs: the towns, and where the parties outside listen."""

    root: Home
    towns: tuple[Town, ...]
    outside: dict[Party, str]

    @property
    def outside_home(self) -> Path:
        return self.root.root / "outside"

    @property
    def ports(self) -> list[int]:
        seats = [seat for town in self.towns for seat in town.on_lines]
        own = [port for seat in seats for port in (seat.web, seat.line) if port]
        return own + [int(address.rpartition(":")[2]) for address in self.outside.values()]


def plan_country(
    root: Home, names: Sequence[str], *, port: int, seed: int, gateways: Collection[str] = ()
) -> Country:
    """Who runs where: ten ports for each town from `port` on; `gateways` have one, whatever their profiles say.

    `Invalid` for a town named twice, `Missing` for an unknown one, or one with a gateway that is not among them.
    """
    if len(set(names)) < len(names):
        raise Invalid(
            [
                Problem(
                    "towns.twice",
                    "towns",
                    "同じ市町村が二度指定されています。",
                    "一つの市町村は、一つの台帳を持ちます。",
                    "それぞれ一度だけ指定してください。",
                )
            ]
        )
    for name in gateways:
        if name not in names:
            raise _not_among(name, names)
    towns = tuple(
        _town(root, name, at, port=port, seed=seed, gateway=name in gateways)
        for at, name in enumerate(names)
    )
    parties = [Party(NATION, node) for node in _NATIONAL]
    parties += [Party(code, "prefecture") for code in sorted({t.profile.prefecture for t in towns})]
    first = port + _PORTS_OUTSIDE
    outside = {party: f"{HOST}:{first + at}" for at, party in enumerate(parties)}
    return Country(root, towns, outside)


def _not_among(name: str, names: Sequence[str]) -> Missing:
    return Missing(
        f"「{name}」は、動かす市町村にありません。",
        why=f"動かすのは {'、'.join(names)} です。",
        remedy="--towns と --gateways の名を確かめてください。",
        code="towns.no_such_gateway",
    )


def _town(root: Home, name: str, at: int, *, port: int, seed: int, gateway: bool) -> Town:
    profile = profile_named(name)
    folder = root.root / "towns" / name
    first = port + at * _PORTS_OF_A_TOWN

    def seat(node: Node, offset: int) -> Seat:
        home = Home(folder / node.code, label=f"{name} {node.code}")
        return Seat(Party(profile.code, node.code), node, home, first + offset, first + 2 + offset)

    found = Town(name, profile, seat(CORE, 0), seat(MUNICIPAL_CS, 1), seed + at)
    between = replace(seat(JUKINET_GATEWAY, 2), web=0)
    return replace(found, gateway=between) if gateway or profile.jukinet.gateway else found


def up_towns(
    root: Home, names: Sequence[str], plan: Plan, *, gateways: Collection[str] = ()
) -> None:
    """Start the towns and the rest of the country, and look after them until Ctrl-C, SIGTERM or `./daicho stop`."""
    country = plan_country(root, names, port=plan.port, seed=plan.seed, gateways=gateways)
    with ExitStack() as held:
        for each in (root, *(seat.home for town in country.towns for seat in town.on_lines)):
            each.ensure()
            held.enter_context(each.held())
        for port in country.ports:
            check_port_free(HOST, port)
        supervisor = Supervisor(root, port=plan.port)
        with stoppable():
            try:
                _start_all(country, plan, supervisor)
                _say_where(country)
                while True:
                    supervisor.watch_for(_RENEW_SECONDS)
                    renew_all(country)
            except KeyboardInterrupt:
                console.print("\n止めています…")
            finally:
                supervisor.stop_all()
        console.print("止まりました。")


def _start_all(country: Country, plan: Plan, supervisor: Supervisor) -> None:
    with step("回線の証明書の用意"):
        equip_all(country)
    with step("全国の相手方を起動"):
        supervisor.add(_rest_of_the_country(country, supervisor))
        _wait_for_outside(country, supervisor)
    for town in country.towns:
        if town.gateway:
            with step(f"{town.profile.name}の住基ネットゲートウェイを起動"):
                supervisor.add(_gateway(town.gateway))
        with step(f"{town.profile.name}の市町村CSを起動"):
            start(town.cs.home, Plan(town.cs.web, plan.residents), supervisor)
        with step(f"{town.profile.name}の住民記録を起動"):
            start(town.core.home, Plan(town.core.web, plan.residents, town.seed), supervisor)
            TELL.run(town.core.home)
            OPEN.run(town.core.home)


def equip_all(country: Country) -> None:
    """Homes, certificates and lines of every party; done again it only adds what is missing."""
    authority = ensure_authority(country.root.root / "pki")
    for town in country.towns:
        for seat in town.on_lines:
            seat.home.ensure()
            mark(seat.home, seat.node, town_code=town.profile.code)
            equip(authority, seat.party, daicho_place(seat.home.root))
        prefecture = Party(town.profile.prefecture, "prefecture")
        agency = Party(NATION, "immigration")
        own = {town.cs.party: town.cs.address}
        _write_lines(town.core, own | {agency: country.outside[agency]}, town.gateway)
        national = {p: a for p, a in country.outside.items() if p.node in _OF_A_CS}
        _write_lines(
            town.cs,
            {town.core.party: town.core.address, prefecture: country.outside[prefecture]}
            | national,
            town.gateway,
        )
        if town.gateway:
            _write_lines(town.gateway, {seat.party: seat.address for seat in town.seats})
    _equip_outside(country, authority)


def renew_all(country: Country) -> None:
    """Hand out what will soon expire anew: certificates and lists. Each process takes up changed files by itself.

    What cannot be renewed is told, and tried again the next time: everything goes on with what there is.
    """
    try:
        authority = ensure_authority(country.root.root / "pki")
        for town in country.towns:
            for seat in town.on_lines:
                equip(authority, seat.party, daicho_place(seat.home.root))
        _equip_outside(country, authority)
    except (DaichoError, OSError) as error:
        console.print(f"回線の証明書を更新できませんでした: {error}", style="red", markup=False)


def _equip_outside(country: Country, authority: Authority) -> None:
    country.outside_home.mkdir(exist_ok=True, mode=0o711)
    for party in country.outside:
        equip(authority, party, outside_place(country.outside_home, party))


def _write_lines(seat: Seat, peers: dict[Party, str], gateway: Seat | None = None) -> None:
    told: dict[str, object] = {
        "party": str(seat.party),
        "listen": seat.address,
        "peers": {str(party): address for party, address in peers.items()},
    }
    if gateway:
        told["gateway"] = {"party": str(gateway.party), "address": gateway.address}
    _write_json(seat.home.root / "lines" / "lines.json", told)


def _write_json(path: Path, told: object) -> None:
    path.parent.mkdir(exist_ok=True)
    draft = path.with_suffix(".draft")
    draft.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    draft.chmod(0o600)
    draft.replace(path)


def _rest_of_the_country(country: Country, supervisor: Supervisor) -> Server:
    """The database of the rest of the country, then the process itself."""
    home = Home(country.outside_home / "database", label="outside")
    cluster = Cluster(home)
    supervisor.add(
        Server(home.name_of("postgres"), cluster.launch, ask=signal.SIGINT, patience=60),
        process=cluster.start(),
    )
    cluster.provision(OUTSIDE_DATABASE)
    _write_json(
        country.outside_home / "outside.json",
        {
            "database": cluster.dsn("migrator", database=OUTSIDE_DATABASE),
            "parties": {str(p): {"listen": a} for p, a in country.outside.items()},
            "towns": {str(s.party): s.address for t in country.towns for s in t.seats},
        },
    )

    def launch() -> subprocess.Popen[bytes]:
        return processes.launch(
            [sys.executable, "-m", "outside", "serve"],
            run_as=current_user(),
            log=log_of(home, "outside"),
            death_signal=signal.SIGTERM,
            env={
                **os.environ,
                "OUTSIDE_HOME": str(country.outside_home),
                "PYTHONPATH": str(CHECKOUT / "src"),
                "PYTHONUNBUFFERED": "1",
            },
        )

    return Server("outside", launch)


def _wait_for_outside(country: Country, supervisor: Supervisor) -> None:
    deadline = time.monotonic() + _OUTSIDE_SECONDS
    while time.monotonic() < deadline:
        supervisor.watch_for(0.2)
        if all(_listens(address) for address in country.outside.values()):
            return
    raise Unavailable(
        "全国の相手方が応答しません。",
        remedy="outside/database/logs/outside.log を確かめてください。",
    )


def _listens(address: str) -> bool:
    host, _, port = address.rpartition(":")
    try:
        with socket.create_connection((host, int(port)), timeout=1):
            return True
    except OSError:
        return False


def _gateway(seat: Seat) -> Server:
    return server(seat.home, "gateway", python("-m", COMMANDS, "gateway"))


def _say_where(country: Country) -> None:
    console.print()
    for town in country.towns:
        for seat in (town.core, town.cs):
            console.print(
                f"{town.profile.name} {seat.node.title}: [bold]http://localhost:{seat.web}[/bold]"
            )
            console.print(f"  置き場: {seat.home.root}", markup=False, soft_wrap=True)
        if town.gateway:
            console.print(
                f"{town.profile.name} {town.gateway.node.title}: 受付記録は、住民記録の「電文と回線」の画面"
            )
    console.print("端末の登録と確認コードは、置き場を DAICHO_HOME に指定して行います。例:")
    first = country.towns[0].core
    console.print(
        f"  DAICHO_HOME={first.home.root} ./daicho terminal 本庁1 --port {first.web}",
        markup=False,
        soft_wrap=True,
    )
    console.print(
        f"  DAICHO_HOME={first.home.root} ./daicho otp 窓口1", markup=False, soft_wrap=True
    )
    console.print("止めるには Ctrl-C、または別の端末で `./daicho stop`。")
