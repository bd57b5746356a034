"""Bar updates (更新禁止): a record that is being looked into takes no update until the bar is lifted; each with the reason."""

from __future__ import annotations

from uuid import UUID

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.errors import Conflict, Invalid, Missing, Problem
from daicho.nodes.municipal_cs.audit_types import IDENTITY_BARRED
from daicho.nodes.municipal_cs.models import Identity


def bar_updates(access: Access, *, identity: UUID, edition: int, barred: bool, words: str) -> None:
    """Set or lift the bar (and with it a 排他 that was left behind); `Conflict` on a stale page."""
    check_may(access, "identity.bar")
    with recorded(access, IDENTITY_BARRED, subjects=[identity]) as note:
        row = Identity.objects.select_for_update().filter(key=identity).first()
        if row is None:
            raise Missing("この本人確認情報はありません。", remedy="検索し直してください。")
        if row.edition != edition or row.forbidden == barred:
            raise Conflict(
                "この記録は、画面を開いた後に変わっています。",
                why="更新が届いたか、ほかの人が先に処理しました。",
                remedy="開き直して確かめてください。",
                code="identity.overtaken",
            )
        if not words.strip():
            raise Invalid(
                [
                    Problem(
                        "identity.words",
                        "words",
                        "理由がありません。",
                        "なぜ止めるか、なぜ解くかを残します。",
                        "理由を入力してください。",
                    )
                ]
            )
        row.forbidden, row.edition = barred, row.edition + 1
        row.exclusive = row.exclusive and barred
        row.save(update_fields=["forbidden", "exclusive", "edition"])
        note.say(state="禁止" if barred else "解除", words=words.strip())
