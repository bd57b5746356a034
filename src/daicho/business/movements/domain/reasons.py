"""Reasons (異動事由, STD-1.2.2): which kind of case stands under which of the 37, and for whom.

One table: a kind and its variant (付随区分) lead to exactly one 異動事由. There is no 転居取消: a cancelled 転居 is an
異動の取消し（修正）.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from daicho.business.movements.domain.plan import Act
from daicho.business.movements.domain.reading import Reader
from daicho.registers.residents.domain.labels import reason_label
from daicho.registers.residents.domain.particulars import Kind

REASONS_OF: Final[dict[tuple[str, str], str]] = {
    ("move_in", "国内"): "entry_domestic_move_in",
    ("move_in", "国外"): "entry_overseas_move_in",
    ("special_move_in", ""): "entry_domestic_move_in",
    ("unreported_move_in", "国内"): "entry_domestic_move_in",
    ("unreported_move_in", "国外"): "entry_overseas_move_in",
    ("art_30_46", ""): "entry_overseas_move_in",
    ("art_30_47", ""): "entry_overseas_move_in",
    ("birth", ""): "entry_birth",
    ("naturalization", "消除"): "removal_ex_officio_naturalization",
    ("naturalization", "記載"): "entry_ex_officio_naturalization",
    ("nationality_acquisition", "消除"): "removal_ex_officio_naturalization",
    ("nationality_acquisition", "記載"): "entry_ex_officio_naturalization",
    ("nationality_loss", "消除"): "removal_ex_officio_nationality_loss",
    ("nationality_loss", "記載"): "entry_ex_officio_nationality_loss",
    ("address_setting", ""): "entry_ex_officio",
    ("restoration", ""): "entry_ex_officio",
    ("disappearance_cancel", ""): "entry_ex_officio",
    ("reformat", "消除"): "removal_reformat",
    ("reformat", "記載"): "entry_reformat",
    ("recreation", "消除"): "removal_recreation",
    ("recreation", "記載"): "entry_recreation",
    ("reversal", "増"): "entry_reversal",
    ("reversal", "減"): "removal_reversal",
    ("reversal", "修正"): "correction_reversal",
    ("move_out", "国内"): "removal_domestic_move_out",
    ("move_out", "国外"): "removal_overseas_move_out",
    ("special_move_out", ""): "removal_domestic_move_out",
    ("arrival_notice", "転出"): "removal_domestic_move_out",
    ("arrival_notice", "職権"): "removal_ex_officio",
    ("death", ""): "removal_death",
    ("disappearance", ""): "removal_ex_officio",
    ("ex_officio_removal", ""): "removal_ex_officio",
    ("immigration_notice", "消除"): "removal_ex_officio",
    ("immigration_notice", "修正"): "correction_ex_officio",
    ("move_within", ""): "correction_move_within",
    ("minor_amend", ""): "correction_minor",
    ("amend", "軽微"): "correction_minor",
    ("amend", "職権修正"): "correction_ex_officio",
    ("family_register_amend", ""): "correction_ex_officio",
    ("partial_entry", ""): "correction_ex_officio",
    ("name_kana", ""): "correction_ex_officio",
    ("adult_ward", ""): "correction_ex_officio",
    ("de_facto_head", ""): "correction_ex_officio",
    ("residence", ""): "correction_ex_officio",
    ("residence_notification", ""): "correction_ex_officio",
    ("card_status", ""): "correction_ex_officio",
    ("certificate_serials", ""): "correction_ex_officio",
    ("error_amend", ""): "correction_error",
    ("number_assign", ""): "number_ex_officio_entry",
    ("number_change_request", ""): "number_change_request",
    ("number_change_ex_officio", ""): "number_ex_officio_correction",
    ("number_correct", ""): "number_ex_officio_correction",
    ("code_assign", ""): "code_ex_officio_entry",
    ("code_change", "変更"): "code_change_request",
    ("code_change", "修正"): "code_ex_officio_entry",
    ("household_split", ""): "household_split",
    ("household_merge", ""): "household_merge",
    ("household_transfer", ""): "household_transfer",
    ("household_head_change", ""): "household_head_change",
    ("household_head_ex_officio", ""): "household_head_change",
    ("former_surname", "記載"): "former_surname_entry",
    ("former_surname", "変更"): "former_surname_change",
    ("former_surname", "削除"): "former_surname_deletion",
    ("alias", "記載"): "alias_entry",
    ("alias", "削除"): "alias_deletion",
}
APPLIES_TO: Final = {
    "entry_ex_officio_naturalization": Kind.JAPANESE,
    "entry_ex_officio_nationality_loss": Kind.FOREIGN,
    "removal_ex_officio_naturalization": Kind.FOREIGN,
    "removal_ex_officio_nationality_loss": Kind.JAPANESE,
    "alias_entry": Kind.FOREIGN,
    "alias_deletion": Kind.FOREIGN,
}
"""Reasons that are for one 住民種別 alone; the others are for both."""


def reasons_of(kind: str) -> frozenset[str]:
    """The 異動事由 under which a kind of case may stand."""
    return frozenset(reason for (code, _), reason in REASONS_OF.items() if code == kind)


def check_reasons_fit(reader: Reader, acts: Iterable[Act]) -> None:
    """Note the error `reason_kind_mismatch`: a reason of Japanese alone for a foreigner, or the reverse (STD-1.2.2)."""
    for act in acts:
        wanted = APPLIES_TO.get(act.reason)
        for person in act.people if wanted else ():
            if wanted is not person.after.kind:
                assert wanted is not None
                reader.note(
                    person.slot,
                    "reason_kind_mismatch",
                    f"「{reason_label(act.reason)}」は、{wanted.label}だけの異動事由です。",
                    f"この人は{person.after.kind.label}です。",
                    "異動の種類か、人の選択を確かめてください。",
                )
