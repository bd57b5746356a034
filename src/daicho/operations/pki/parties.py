"""Parties (相手方): whom a certificate may name: a node that there is, under a code that this node can have."""

from __future__ import annotations

from daicho.foundation.lines.domain.parties import NODES, Party
from daicho.kernel.addresses import municipality_of, prefectures
from daicho.kernel.check_digits import LOCAL_GOVERNMENT_CODE, fold_digits
from daicho.kernel.errors import Invalid, Missing, Problem

NATION_CODE = "000000"
_OF_THE_NATION = frozenset({"nation", "card_system", "immigration"})


def check_party(text: str) -> Party:
    """The party of `072010:core`. `Invalid` for a code or a node that there is not, or that do not go together."""
    code, _, node = text.strip().partition(":")
    code = fold_digits(code)
    if node not in NODES:
        raise _invalid(
            "node",
            "相手方の装置の名が違います。",
            f"{text} の「:」の後は {'・'.join(NODES)} のどれかです。",
        )
    if node in _OF_THE_NATION:
        if code != NATION_CODE:
            raise _invalid(
                "code", f"{NODES[node]}の団体コードが違います。", f"{NATION_CODE} だけです。"
            )
        return Party(code, node)
    LOCAL_GOVERNMENT_CODE.check(code, field="party")
    if node == "prefecture":
        if code[2:5] != "000" or code[:2] not in prefectures():
            raise _invalid(
                "code",
                f"{NODES[node]}の団体コードが違います。",
                "都道府県の団体コード (福島県は 070009) を書きます。",
            )
        return Party(code, node)
    try:
        municipality_of(code)
    except Missing as error:
        raise _invalid("code", error.what, error.why) from error
    return Party(code, node)


def name_of(party: Party) -> str:
    """福島市の市町村CS."""
    node = NODES[party.node]
    if party.node == "prefecture":
        return f"{prefectures()[party.municipality[:2]][0]}の{node}"
    if party.municipality == NATION_CODE:
        return node
    return f"{municipality_of(party.municipality).full_name}の{node}"


def _invalid(code: str, what: str, why: str) -> Invalid:
    remedy = "「団体コード:装置」の形 (例 072010:core) で書いてください。"
    return Invalid([Problem(f"pki.party_{code}", "party", what, why, remedy)])
