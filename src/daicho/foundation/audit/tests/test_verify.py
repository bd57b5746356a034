"""What a superuser does to the trail is found, and named; what nobody can see from inside needs a head."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import connect_as
from django.db import connection

from daicho.foundation.audit.commands.anchor import anchor_head, anchor_path
from daicho.foundation.audit.commands.anchor_key import (
    create_signing_key,
    key_path,
    public_keys,
    public_path,
    signing_key,
)
from daicho.foundation.audit.commands.export_head import export_head
from daicho.foundation.audit.domain.heads import Head, HeadError, check_signature, read_head
from daicho.foundation.audit.models import Entry
from daicho.foundation.audit.selectors.anchored import read_heads
from daicho.foundation.audit.selectors.verify import Report, Verdict, verify_chain
from daicho.foundation.audit.tests.conftest import Tamper, enter, past_the_guard, recompute
from daicho.kernel.access import Access
from daicho.kernel.errors import Conflict, Unavailable
from daicho.operations.postgres import Cluster

pytestmark = pytest.mark.usefixtures("fresh_database")


def head_of(home: Path) -> Head:
    return read_head(export_head(None, home=home))


def broken(report: Report) -> list[tuple[int, str]]:
    assert report.verdict is Verdict.BROKEN
    return [(each.seq, each.what) for each in report.breaks]


def test_an_untouched_trail_is_proved_as_the_auditor(
    cluster: Cluster, fresh_database: str, clerk: Access, home: Path
) -> None:
    enter(clerk, 5)
    heard: list[int] = []
    connect_as(cluster, "auditor", fresh_database)
    report = verify_chain(heads=[head_of(home)], progress=heard.append)
    assert (report.verdict, report.entries, report.last_seq) == (Verdict.INTACT, 5, 5)
    assert (report.heads_agreed, report.newest_head, heard) == (1, 5, [5])


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ("body = replace(body, '行為2', '行為9')", "ハッシュ値が合いません"),
        ("at = at + interval '1 microsecond'", "ハッシュ値が合いません"),
        ("hash = sha256('x')", "ハッシュ値が合いません"),
        ("previous = sha256('x')", "前の証跡とつながっていません"),
        ("login = '別人'", "「login」が本文と違います"),
        ("kind = 'x'", "「kind」"),
        ("outcome = 'refused'", "「outcome」"),
        ("actor = gen_random_uuid()", "「actor」"),
        ("purpose = 'audit'", "「purpose」"),
        ("terminal = '出張所'", "「terminal」"),
        ("case_ref = gen_random_uuid()", "「case_ref」"),
        ("subjects = ARRAY[gen_random_uuid()]", "「subjects」"),
        ("number_shown = true", "「number_shown」"),
        ("at = 'infinity'", "読み取れない値"),
        ("at = '1960-01-01'", "あり得ない値"),
    ],
)
def test_a_change_by_the_superuser_is_named(
    clerk: Access, tamper: Tamper, change: str, word: str
) -> None:
    enter(clerk, 5)
    tamper(f"UPDATE audit_entry SET {change} WHERE seq = 3")
    found = broken(verify_chain(heads=[]))
    assert word in found[0][1]
    # A batch in which one value cannot even be read is named by its first entry.
    assert found[0][0] == (1 if "infinity" in change else 3)


def test_an_entry_taken_out_is_named(clerk: Access, tamper: Tamper) -> None:
    enter(clerk, 5)
    tamper("DELETE FROM audit_entry WHERE seq IN (2, 3)")
    assert broken(verify_chain(heads=[])) == [(2, "証跡 2 から 3 が欠けています。")]


def test_a_beginning_taken_out_is_named(clerk: Access, tamper: Tamper) -> None:
    enter(clerk, 3)
    tamper("DELETE FROM audit_entry WHERE seq = 1")
    assert broken(verify_chain(heads=[]))[0][0] == 1


def test_a_cut_tail_is_found_by_an_earlier_head_and_by_nothing_else(
    clerk: Access, tamper: Tamper, home: Path
) -> None:
    enter(clerk, 5)
    early = head_of(home)
    tamper("DELETE FROM audit_entry WHERE seq > 3")
    alone = verify_chain(heads=[])
    assert (alone.breaks, alone.verdict) == ((), Verdict.UNPROVED)
    found = broken(verify_chain(heads=[early]))
    assert found[0][0] == 5
    assert "切り取られています" in found[0][1]


def test_a_tail_cut_and_grown_again_is_found(clerk: Access, tamper: Tamper, home: Path) -> None:
    enter(clerk, 5)
    early = head_of(home)
    tamper("DELETE FROM audit_entry WHERE seq > 3")
    enter(clerk, 5)
    assert verify_chain(heads=[]).breaks == ()
    assert "作り直されています" in broken(verify_chain(heads=[early]))[0][1]


def test_an_emptied_trail_is_found(clerk: Access, tamper: Tamper, home: Path) -> None:
    enter(clerk, 2)
    early = head_of(home)
    tamper("DELETE FROM audit_entry")
    assert verify_chain(heads=[]).breaks == ()
    assert broken(verify_chain(heads=[early]))[0][0] == 2


def test_a_chain_computed_anew_is_found_by_a_head_and_by_nothing_else(
    cluster: Cluster, fresh_database: str, clerk: Access, home: Path
) -> None:
    enter(clerk, 5)
    early = head_of(home)
    with past_the_guard(cluster, fresh_database) as held:
        held.execute("UPDATE audit_entry SET body = replace(body, '行為1', '行為9') WHERE seq = 2")
        recompute(held)
    alone = verify_chain(heads=[])
    assert (alone.breaks, alone.verdict) == ((), Verdict.UNPROVED)
    assert "作り直されています" in broken(verify_chain(heads=[early]))[0][1]


def test_a_clock_that_went_back_is_told_and_is_no_break(
    cluster: Cluster, fresh_database: str, clerk: Access, home: Path
) -> None:
    enter(clerk, 3)
    with past_the_guard(cluster, fresh_database) as held:
        held.execute("UPDATE audit_entry SET at = at - interval '1 hour' WHERE seq = 2")
        recompute(held)
    report = verify_chain(heads=[head_of(home)])
    assert (report.verdict, report.clock_steps) == (Verdict.INTACT, (2,))


def test_a_forged_or_foreign_head_is_not_believed(
    clerk: Access, home: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    enter(clerk, 2)
    keys = public_keys(public_path(home))
    true = head_of(home)
    check_signature(true, keys=keys, node="core")
    other = tmp_path_factory.mktemp("other")
    create_signing_key(other)
    claims = [
        {**true.to_dict(), "seq": 1},
        {**true.to_dict(), "at": "2020-01-01T00:00:00+00:00"},
        {**true.to_dict(), "hash": "00" * 32},
        {**true.to_dict(), "signature": "AAAA"},
        {**true.to_dict(), "node": "kiosk"},
        head_of(other).to_dict(),
        {**head_of(other).to_dict(), "key_id": true.key_id},
    ]
    for claim in claims:
        with pytest.raises(HeadError):
            check_signature(read_head(claim), keys=keys, node="core")
    file = tmp_path_factory.mktemp("given") / "heads.jsonl"
    file.write_text("".join(json.dumps(c) + "\n" for c in [*claims, true.to_dict()]) + "{torn\n")
    read = read_heads([file], keys=keys, node="core")
    assert read.heads == (true,)
    assert len(read.refused) == len(claims) + 1
    report = verify_chain(heads=read.heads, refused_heads=read.refused)
    assert report.verdict is Verdict.UNPROVED


def test_heads_are_kept_in_rising_order_and_one_for_each_state(
    clerk: Access, tamper: Tamper, home: Path
) -> None:
    enter(clerk, 1)
    first = anchor_head(home)
    assert anchor_head(home) == first
    enter(clerk, 2)
    anchor_head(home)
    with anchor_path(home).open("ab") as file:
        file.write(b'{"node": "core", "seq')  # power went away here
    enter(clerk, 1)
    anchor_head(home)
    read = read_heads([anchor_path(home)], keys=public_keys(public_path(home)), node="core")
    assert [head.seq for head in read.heads] == [1, 3, 4]
    assert len(read.refused) == 1
    assert anchor_path(home).stat().st_mode & 0o077 == 0
    tamper("DELETE FROM audit_entry WHERE seq > 2")
    assert anchor_head(home).seq == 2
    heads = read_heads([anchor_path(home)], keys=public_keys(public_path(home)), node="core").heads
    assert [head.seq for head in heads] == [1, 3, 4, 2]
    assert {seq for seq, _ in broken(verify_chain(heads=heads))} == {3, 4}


def test_the_signing_key_is_made_once_and_never_replaced(home: Path) -> None:
    assert key_path(home).stat().st_mode & 0o077 == 0
    with pytest.raises(Conflict):
        create_signing_key(home)
    kept = key_path(home).read_bytes()
    key_path(home).unlink()
    with pytest.raises(Conflict, match="失われています"):
        create_signing_key(home)
    with pytest.raises(Unavailable, match="署名鍵がありません"):
        anchor_head(home)
    assert not key_path(home).exists()
    key_path(home).write_bytes(kept)
    key_path(home).chmod(0o644)
    with pytest.raises(Unavailable, match="読める状態"):
        signing_key(home)
    key_path(home).chmod(0o600)
    assert signing_key(home)


def test_memory_stays_flat_over_batches(
    clerk: Access, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("daicho.foundation.audit.selectors.verify.BATCH", 3)
    enter(clerk, 8)
    heard: list[int] = []
    report = verify_chain(heads=[head_of(home)], progress=heard.append)
    assert (report.verdict, heard) == (Verdict.INTACT, [3, 3, 2])


def test_the_hash_here_is_the_hash_of_the_database(clerk: Access) -> None:
    enter(clerk, 1)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sha256(previous || int8send(seq) || int8send((extract(epoch FROM at) * 1000000)::bigint)"
            " || convert_to(body, 'UTF8')) = hash FROM audit_entry"
        )
        assert cursor.fetchall() == [(True,)]
    assert Entry.objects.count() == 1
