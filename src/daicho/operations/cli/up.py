"""Start everything: database (データベース), screens (画面), worker (裏方の処理)."""

from __future__ import annotations

import os
from pathlib import Path

import click

from daicho.operations.bundle import use_bundle
from daicho.operations.home import choose_home
from daicho.operations.startup import PORT, Plan, up
from daicho.operations.towns import up_towns


@click.command("up")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=PORT,
    show_default=True,
    help="Port of the screens (画面), on this machine only.",
)
@click.option(
    "--residents",
    type=click.IntRange(0),
    default=2000,
    show_default=True,
    help="Size of the invented town (架空の町) made on the first run; 0 for an empty register.",
)
@click.option("--seed", default=1, show_default=True, help="Which invented town.")
@click.option(
    "--towns",
    help="Run these municipalities (fukushima,wako …) with their 市町村CS and the rest of the country.",
)
@click.option(
    "--gateways",
    help="Give these of the towns (minato …) a 住基ネットゲートウェイ, whatever their profiles say.",
)
@click.option(
    "--from-bundle",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Install from a folder made by `./daicho bundle`, without any network.",
)
def command(
    port: int,
    residents: int,
    seed: int,
    towns: str | None,
    gateways: str | None,
    from_bundle: Path | None,
) -> None:
    """Start the database, the screens (画面) and the worker, and keep them running.

    The first run makes keys (鍵), an invented town (架空の町) and accounts (職員) to try it with;
    later runs start in seconds. Ctrl-C or `./daicho stop` ends it. With DAICHO_DATABASE_URL set, that
    PostgreSQL 18 is used and none is started.
    """
    if residents:
        # An invented town is tried out on any day of the week; a city decides on its own (README).
        os.environ.setdefault("DAICHO_CLOSING_DAY_APPROVAL", "on")
    home = choose_home()
    home.ensure()
    if from_bundle is not None:
        use_bundle(from_bundle, home=home)
    plan = Plan(port=port, residents=residents, seed=seed)
    if towns:
        up_towns(home, _names(towns), plan, gateways=_names(gateways or ""))
    else:
        up(home, plan)


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]
