"""Export the head (先端の書出し): the last entry of the trail, signed, for whoever keeps it elsewhere."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from daicho.foundation.audit.audit_types import HEAD_EXPORTED
from daicho.foundation.audit.commands.anchor_key import signing_key
from daicho.foundation.audit.commands.record import recorded
from daicho.foundation.audit.domain.chain import GENESIS
from daicho.foundation.audit.domain.heads import Head, sign
from daicho.foundation.audit.models import Entry
from daicho.kernel.access import Access
from daicho.kernel.clock import real_now


def export_head(access: Access | None, *, home: Path | None = None) -> dict[str, object]:
    """The signed head: node, seq, hash, at, key_id, signature. Seq 0 stands for an empty trail.

    With an access the export is itself an act on the trail; without one (worker, command line) nobody is served a
    person's data and nothing is entered. `Unavailable` when the key is not there.
    """
    where = home or settings.HOME
    if access is None:
        return current_head(where).to_dict()
    with recorded(access, HEAD_EXPORTED) as note:
        head = current_head(where)
        note.say(head_seq=head.seq, key_id=head.key_id)
    return head.to_dict()


def current_head(home: Path) -> Head:
    """The head as it is now."""
    key = signing_key(home)
    last = Entry.objects.order_by("-seq").values_list("seq", "hash").first()
    seq, digest = last or (0, GENESIS)
    return sign(
        key,
        node=settings.NODE,
        seq=seq,
        digest=bytes(digest),
        at=real_now().isoformat(timespec="microseconds"),
    )
