"""The vault: sealed, found by hash, opened as one role only, never given twice."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import connection

from daicho.foundation.vault import keys
from daicho.foundation.vault.commands.keep import ring
from daicho.foundation.vault.domain.keys import KeyRing, NumberKind
from daicho.foundation.vault.models import PoolCode
from daicho.foundation.vault.public import (
    draw_resident_code,
    fill_pool,
    find,
    keep,
    keep_sealed,
    pool_size,
    reveal,
    seal_for_draft,
)
from daicho.kernel.check_digits import INDIVIDUAL_NUMBER, RESIDENT_RECORD_CODE
from daicho.kernel.errors import Conflict, Unavailable

KIND = NumberKind.INDIVIDUAL


def number(body: int) -> str:
    made = INDIVIDUAL_NUMBER.number(f"{body:011d}")
    assert made is not None
    return made


def codes(count: int) -> list[str]:
    return [RESIDENT_RECORD_CODE.number(f"{9_000_000 + n:010d}") or "" for n in range(count)]


def plain_ring() -> KeyRing:
    return KeyRing(data={"a": bytes(32)}, active_data="a", lookup={"l": b"k"}, active_lookup="l")


@pytest.mark.django_db
def test_what_is_kept_is_found_and_shown_again() -> None:
    ref = keep(KIND, number(1))
    assert find(KIND, number(1)) == ref
    assert find(NumberKind.RESIDENT_CODE, number(1)) is None
    assert reveal(ref) == number(1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("app",)


@pytest.mark.django_db
def test_the_database_never_sees_the_number() -> None:
    keep(KIND, number(2))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE vault")
        cursor.execute("SELECT sealed, lookup, t::text FROM vault_number t")
        rows = cursor.fetchall()
        cursor.execute("RESET ROLE")
    assert len(rows) == 1
    assert all(number(2).encode() not in bytes(part) for part in rows[0][:2])
    assert number(2) not in rows[0][2]


@pytest.mark.django_db
def test_a_number_is_given_once() -> None:
    keep(KIND, number(3))
    with pytest.raises(Conflict):
        keep(KIND, number(3))


@pytest.mark.django_db
def test_a_draft_holds_only_what_the_vault_can_open() -> None:
    draft = seal_for_draft(KIND, number(4))
    assert number(4) not in repr(draft)
    assert reveal(keep_sealed(KIND, draft)) == number(4)


def test_a_ciphertext_moved_to_another_row_does_not_open() -> None:
    own = plain_ring()
    first, second = own.hash(KIND, number(5)), own.hash(KIND, number(6))
    sealed = own.seal(KIND, number(5), first)
    assert own.open(KIND, sealed, first, key_id="a") == number(5)
    with pytest.raises(Unavailable):
        own.open(KIND, sealed, second, key_id="a")
    with pytest.raises(Unavailable):
        own.open(KIND, sealed, first, key_id="gone")
    with pytest.raises(InvalidTag):
        AESGCM(bytes(31) + b"x").decrypt(sealed[:12], sealed[12:], None)


@pytest.mark.proves("STD-4.3.1/m3")
@pytest.mark.django_db
def test_codes_are_drawn_at_random_and_never_again() -> None:
    given = codes(200)
    assert fill_pool(given) == 200
    assert fill_pool(given) == 0
    drawn = [reveal(draw_resident_code()) for _ in range(200)]
    assert Counter(drawn) == Counter(given)
    # In the order received by chance: one in 200!.
    assert drawn != given
    assert pool_size() == 0
    with pytest.raises(Unavailable):
        draw_resident_code()
    assert fill_pool(given) == 0
    assert not PoolCode.objects.exists()


@pytest.mark.django_db
def test_after_a_rotation_the_old_stays_readable() -> None:
    before = keep(KIND, number(7))
    try:
        fresh = keys.rotate_data_key(settings.HOME)
        after = keep(KIND, number(8))
        assert ring().active_data == fresh
        assert reveal(before) == number(7)
        assert reveal(after) == number(8)
    finally:
        keys.forget()


def test_a_lost_or_open_key_stops_everything_and_none_is_made(tmp_path: Path) -> None:
    with pytest.raises(Unavailable):
        keys.load(tmp_path)
    assert not keys.path_in(tmp_path).exists()
    path = keys.create(tmp_path)
    assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(Conflict):
        keys.create(tmp_path)
    path.chmod(0o644)
    with pytest.raises(Unavailable):
        keys.load(tmp_path)
