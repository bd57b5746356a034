"""What staff are told about households (アラート・エラー): stable codes, no personal data.

An alert asks for a confirmation that is kept and lets the work go on (STD-11.1); an error stops it.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from daicho.kernel.errors import Invalid, Level, Problem
from daicho.registers.residents.domain.households import Household, Member
from daicho.registers.residents.domain.kinship import Doubt, Fact, read_kinship
from daicho.registers.residents.domain.recompute import Proposal

# Custom, not law (household-rules chapter 9): a younger head is confirmed, never refused.
AGE_OF_HEAD = 15


def refusal(code: str, field: str, what: str, why: str, remedy: str) -> Invalid:
    """What no confirmation can carry: an error with one problem."""
    return Invalid([Problem(code=code, field=field, what=what, why=why, remedy=remedy)])


def _field(key: UUID) -> str:
    return f"members.{key}.relationship"


def headless(remaining: int) -> Problem:
    """The head leaves two or more (N-03, STD-4.0.4), or the household has had none (N-11)."""
    return Problem(
        code="headless_two_or_more",
        field="head",
        what=f"世帯主が未設定になります(残る世帯員{remaining}人)。",
        why="世帯主がいないまま、世帯員が2人以上残ります。",
        remedy="先に世帯主変更をするか、このまま進めて後で世帯主を決めてください。",
        level=Level.ALERT,
    )


def still_headless() -> Problem:
    return Problem(
        code="household_headless",
        field="head",
        what="世帯主が未設定の世帯です。",
        why="続柄は直前の世帯主から見た値のまま、世帯主の氏名は空になっています。",
        remedy="世帯主変更の届出を受けるか、職権で世帯主を決めてください。",
        level=Level.ALERT,
    )


def sole_member_becomes_head() -> Problem:
    """N-02."""
    return Problem(
        code="headless_one",
        field="head",
        what="残る1人を職権で世帯主にします。",
        why="世帯主が抜け、世帯員が1人だけになります。",
        remedy="内容を確かめてください。世帯主変更通知書を出せます。",
        level=Level.ALERT,
    )


def about_members(household: Household, *, on: date) -> list[Problem]:
    """Blank relationships (H-101) and a head under fifteen (chapter 9)."""
    found = [_blank(member) for member in household.members if member.relationship is None]
    head = household.head
    if head is not None and _age(head.person.birth_on, on=on) < AGE_OF_HEAD:
        found.append(
            Problem(
                code="head_under_15",
                field="head",
                what=f"世帯主が{AGE_OF_HEAD}歳未満です。",
                why="主として世帯の生計を維持する人かどうかの確認が必要です。",
                remedy="届出の内容を確かめ、よければ確認済みとして進めてください。",
                level=Level.ALERT,
            )
        )
    return found


def _blank(member: Member) -> Problem:
    return Problem(
        code="relationship_blank",
        field=_field(member.key),
        what="続柄が空の世帯員がいます。",
        why="世帯主との続柄は住民票の記載事項です。",
        remedy="続柄を入力するか、空のままでよいことを確認してください。",
        level=Level.ALERT,
    )


def _age(birth_on: date, *, on: date) -> int:
    before_birthday = (on.month, on.day) < (birth_on.month, birth_on.day)
    return on.year - birth_on.year - before_birthday


def spouses_apart(
    household: Household, *, moving: frozenset[UUID], facts: tuple[Fact, ...] = ()
) -> list[Problem]:
    """A couple of whom only one moves (chapter 9: confirmed, not refused)."""
    head = household.head
    graph = read_kinship([(head.key if head else "departed", household.kins())], facts=facts)
    present = set(household.keys)
    parted = [
        one
        for one, other in graph.partners
        if one in moving and other in present and other not in moving
    ]
    return [
        Problem(
            code="spouses_apart",
            field=f"members.{one}",
            what="夫婦が別の世帯になります。",
            why="夫婦は同じ世帯で生計を共にするのが通例です。",
            remedy="別々に生計を立てていることを確かめてください。",
            level=Level.ALERT,
        )
        for one in dict.fromkeys(parted)
    ]


def other_head_now(member: Member) -> Problem:
    """The head has changed since (C-02), or the former head finds another in place (C-05)."""
    if member.is_head:
        return Problem(
            code="former_head_returns",
            field=_field(member.key),
            what="戻る人が世帯主だった世帯に、いまは別の世帯主がいます。",
            why="続けて行った世帯主変更は自動では戻りません。",
            remedy="続柄を入力し、世帯主変更を別に取り消すか、あらためて世帯主変更をしてください。",
            level=Level.ALERT,
        )
    return Problem(
        code="head_changed_meanwhile",
        field=_field(member.key),
        what="戻る人がいない間に世帯主が替わっています。",
        why="従前の続柄は前の世帯主から見たものです。",
        remedy="いまの世帯主から見た続柄に直してください。",
        level=Level.ALERT,
    )


_DOUBTS: dict[Doubt, tuple[str, str, str]] = {
    Doubt.ADOPTION: (
        "親子であることを推定しました。",
        "夫婦の共通の子か、養子縁組があるかは続柄から分かりません。",
        "戸籍などで実子・養子縁組の有無を確かめてください。",
    ),
    Doubt.ACKNOWLEDGEMENT: (
        "届出のない夫婦の子の続柄です。",
        "認知などの有無は続柄から分かりません。",
        "認知・実親子関係・養子縁組の有無を確かめてください。",
    ),
    Doubt.HALF_BLOOD: (
        "兄弟姉妹であることを推定しました。",
        "父母の一方または双方が違うことがあります。",
        "父母が同じかどうかを確かめてください。",
    ),
    Doubt.SIBLING_ORDER: (
        "兄弟姉妹の長幼を生年月日で決められません。",
        "生年月日が同じか、不詳です。",
        "戸籍などで長幼を確かめてください。",
    ),
    Doubt.BOTH_LINES: (
        "父方と母方の両方で書ける祖父母です。",
        "どちらも同じ順位・同じ語数になります。",
        "どちらで書くかを選んでください。",
    ),
    Doubt.MARRIAGE: (
        "父母が夫婦であることを推定しました。",
        "父母の婚姻は続柄から分かりません。",
        "婚姻・準婚の有無を確かめてください。",
    ),
    Doubt.BRANCH: (
        "誰の家族かを推定しました。",
        "同じ続柄の人がほかにもいるか、亡くなっていることがあります。",
        "誰の配偶者・子かを確かめてください。",
    ),
    Doubt.SEX_UNKNOWN: (
        "続柄を提案できません。",
        "性別が空欄の人を通るため、語を選べません。",
        "続柄を入力してください。",
    ),
    Doubt.FOREIGN_DOCUMENT: (
        "外国人の続柄は、文書の確認が必要です。",
        "新しい世帯主との続柄を示す文書がまだ確認されていません。",
        "婚姻・出生などの証明書を確かめてください。無ければ「縁故者」とします。",
    ),
    Doubt.NON_KIN: (
        "縁故者・同居人に関わる続柄です。",
        "親族としての続柄が記録に無く、計算できません。",
        "新しい世帯主との関係を確かめ、必要なら直してください。",
    ),
    Doubt.TOO_LONG: (
        "「縁故者」とする提案です。",
        "新しい世帯主からは4語以内で表せません。",
        "ほかに4語以内の書き方が無いかを確かめてください。",
    ),
    Doubt.BLANK: (
        "続柄を提案できません。",
        "いまの続柄が空か、新しい世帯主とのつながりが記録に無いためです。",
        "続柄を入力してください。",
    ),
}


def confirmations(proposal: Proposal) -> tuple[Problem, ...]:
    """What a clerk must confirm of a proposed relationship (household-rules 4.2, 7)."""
    return tuple(
        Problem(
            code=f"relationship_confirm_{doubt}",
            field=_field(proposal.key),
            what=_DOUBTS[doubt][0],
            why=_DOUBTS[doubt][1],
            remedy=_DOUBTS[doubt][2],
            level=Level.ALERT,
        )
        for doubt in sorted(proposal.doubts)
    )
