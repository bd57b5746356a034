"""The written request (請求書): what stands on the paper, as it was typed, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Final

from daicho.business.requests.domain.states import Channel
from daicho.kernel.characters import TextKind, text_problems
from daicho.kernel.errors import Problem

MOVE_OUT: Final = "move_out"
"""A 転出届 that came by post: it asks for no certificate but for a 転出 (郵送転出)."""
WORDS_LIMIT: Final = 1000
LABELS: Final = {
    "requester_name": "請求者の氏名・名称",
    "requester_address": "請求者の住所・所在地",
    "telephone": "電話番号",
    "agency": "機関・事務所の名称",
    "document_number": "文書番号",
    "form_number": "統一用紙番号",
    "client": "依頼者",
    "submit_to": "提出先",
    "ground": "請求の理由",
    "stated_name": "証明する人の氏名",
    "stated_birth": "証明する人の生年月日",
    "stated_address": "証明する人の住所",
    "called_number": "番号札",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a request says. `by_post`: the paper is to be sent; `form` is a form of certificate, or `MOVE_OUT`.

    `requester` is a row of the table of rights, by code; `proofs` and `documents` what was seen or enclosed.
    """

    channel: str = Channel.COUNTER.value
    requester: str = "self"
    requester_name: str = ""
    requester_address: str = ""
    telephone: str = ""
    agency: str = ""
    document_number: str = ""
    form_number: str = ""
    client: str = ""
    submit_to: str = ""
    ground: str = ""
    form: str = "household"
    items: tuple[str, ...] = ()
    copies: int = 1
    by_post: bool = False
    stated_name: str = ""
    stated_birth: str = ""
    stated_address: str = ""
    called_number: str = ""
    proofs: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()

    @property
    def goes_by_post(self) -> bool:
        """A request by post is answered by post."""
        return self.by_post or self.channel == Channel.POST


NAMES: Final = tuple(f.name for f in fields(Written))


def trimmed(written: Written) -> dict[str, object]:
    """The columns of a request, texts without the spaces around them."""
    found: dict[str, object] = {}
    for name in NAMES:
        value = getattr(written, name)
        found[name] = value.strip() if isinstance(value, str) else value
    found["by_post"] = written.goes_by_post
    found["items"], found["proofs"], found["documents"] = (
        sorted(set(written.items)),
        sorted(set(written.proofs)),
        list(dict.fromkeys(written.documents)),
    )
    return found


@dataclass(frozen=True, slots=True)
class Choices:
    """The codes that a request may use on a day, and which requesters state what."""

    requesters: Collection[str]
    forms: Collection[str]
    items: Collection[str]
    proofs: Collection[str]
    documents: Collection[str]
    most_copies: int
    agencies: Collection[str] = ()


def written_problems(written: Written, choices: Choices) -> list[Problem]:
    """What must be there before a request can be received; whether it may be granted is asked later."""
    found = [
        problem
        for name in LABELS
        for problem in text_problems(
            getattr(written, name).strip(),
            field=name,
            limit=WORDS_LIMIT,
            kind=TextKind.NOTE if name == "ground" else TextKind.LINE,
        )
    ]
    found += [
        _problem(
            name, f"{LABELS[name]}がありません。", "請求書に書かれていることを、まず入力します。"
        )
        for name in ("requester_name", "stated_name")
        if not getattr(written, name).strip()
    ]
    if written.channel == Channel.POST and not written.requester_address.strip():
        found.append(
            _problem(
                "requester_address",
                "請求者の住所・所在地がありません。",
                "郵送請求の返送先を確かめるために必要です。",
            )
        )
    if written.requester in choices.agencies and not written.agency.strip():
        found.append(
            _problem(
                "agency", "機関・事務所の名称がありません。", "公用・職務上の請求で明らかにします。"
            )
        )
    return found + _choices(written, choices)


def _choices(written: Written, choices: Choices) -> list[Problem]:
    asked: Mapping[str, tuple[Sequence[str], Collection[str], str]] = {
        "requester": ((written.requester,), choices.requesters, "請求者の区分"),
        "form": ((written.form,), (*choices.forms, MOVE_OUT), "証明書の種類"),
        "items": (written.items, choices.items, "載せる事項"),
        "proofs": (written.proofs, choices.proofs, "確かめた資料"),
        "documents": (written.documents, choices.documents, "本人確認書類"),
        "channel": ((written.channel,), list(Channel), "受付の経路"),
    }
    found = [
        _problem(name, f"{label}が正しくありません。", "今日使えるものの一覧にありません。")
        for name, (given, known, label) in asked.items()
        if any(one not in known for one in given)
    ]
    if not 1 <= written.copies <= choices.most_copies:
        found.append(
            _problem(
                "copies", "通数が正しくありません。", f"1通から{choices.most_copies}通までです。"
            )
        )
    if written.form == MOVE_OUT and written.channel != Channel.POST:
        found.append(
            _problem(
                "form",
                "窓口の転出届は、ここでは受け付けません。",
                "窓口では、異動の入力から始めます。",
            )
        )
    return found


def _problem(field: str, what: str, why: str) -> Problem:
    return Problem(f"request.{field}", field, what, why, "請求書を見て、入力し直してください。")
