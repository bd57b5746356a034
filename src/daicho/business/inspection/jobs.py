"""Jobs of rosters (名簿のバッチ処理): a list of many people is made and drawn by the worker, and fetched when it is done."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from daicho.business.inspection.commands.ask_listing import ask_listing
from daicho.business.inspection.commands.make_listing import make_listing
from daicho.business.inspection.domain.listings import ListKind
from daicho.business.inspection.domain.wishes import ListWish
from daicho.business.inspection.models import Listing, ListingMember
from daicho.business.inspection.selectors.outputs import Form, open_output
from daicho.foundation.jobs.public import JobField, JobKind, JobRun
from daicho.foundation.ui.posted import key_of, number_of
from daicho.kernel.errors import Missing


def write_roster(run: JobRun) -> None:
    """Make the list if it is not made yet, and keep it in the form that was asked for."""
    asked = dict(run.parameters)
    listing = key_of(asked["listing"])
    if listing is None:
        raise Missing("この一覧はありません。", remedy="一覧の索引から選び直してください。")
    wanted = make_listing(
        run.access, listing=listing, progress=lambda done: run.progress(done, done)
    )
    if run.stopped:
        run.say(f"{wanted}人の一覧を作り、出力する前に止めました。")
        return
    copies = number_of(asked, "copies", otherwise=1)
    output = open_output(run.access, listing=listing, form=Form(asked["form"]), copies=copies)
    run.keep(output.name, output.content, output.media_type)
    run.counted(wanted, ListingMember.objects.filter(listing=listing).count())
    run.say(f"{wanted}人の一覧を{Form(asked['form']).label}にしました。")


def write_safety(run: JobRun) -> None:
    """The 安否名簿 of the whole town as it is today; by a schedule, there is always a fresh one for the day of a disaster.

    The list has the job's key, so that a run that is taken up again makes no second one.
    """
    if not Listing.objects.filter(key=run.key).exists():
        ask_listing(run.access, listing=run.key, wish=ListWish(kind=ListKind.SAFETY))
    asked = {"listing": str(run.key), "form": run.parameters["form"], "copies": "1"}
    write_roster(replace(run, parameters=asked))


SAFETY: Final = JobKind(
    code="rosters.safety",
    title="安否名簿の作成（全域）",
    operation="rosters.make",
    run=write_safety,
    fields=(
        JobField(
            "form", "出力形式", "choice", tuple((f.value, f.label) for f in (Form.PDF, Form.CSV))
        ),
    ),
)
OUTPUT: Final = JobKind(
    code="rosters.output",
    title="名簿・一覧の作成と出力",
    operation="rosters.make",
    run=write_roster,
    fields=(
        JobField("listing", "一覧", "text"),
        JobField("form", "出力形式", "choice", tuple((f.value, f.label) for f in Form)),
        JobField("copies", "部数", "number"),
    ),
    by_hand=False,
)
