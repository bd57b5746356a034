"""The table of states: every act tried in every state, allowed and refused; days and rights of each kind."""

from __future__ import annotations

from datetime import date

import pytest

from daicho.gateways.cards.domain.standing import Standing, due_after, register_word, why_not
from daicho.gateways.cards.domain.states import (
    ABOLITION_REASONS,
    TABLE,
    Action,
    By,
    CardKind,
    Due,
    State,
)

TODAY = date(2026, 11, 20)
S = State
LIVE = {S.IN_USE, S.SUSPENDED}
# Written out by hand, beside the table: an act that is not here for a state is refused in it.
ALLOWED: dict[Action, set[State]] = {
    Action.APPLY_EXPRESS: {S.NONE},
    Action.APPLY_RESIDENCE: {S.NONE},
    Action.REGISTER: {S.NONE},
    Action.IDENTIFY: set(State) - {S.NONE},
    Action.ISSUE: {S.NONE, S.APPLIED},
    Action.ARRIVE: {S.NONE, S.APPLIED, S.ISSUED},
    Action.PREPARE: {S.ARRIVED},
    Action.HAND_OVER: {S.PREPARED},
    Action.HANDED: {S.APPLIED, S.ISSUED, S.ARRIVED, S.PREPARED},
    Action.WITHDRAW: {S.APPLIED, S.ISSUED, S.ARRIVED},
    Action.SUSPEND: {S.IN_USE},
    Action.RELEASE: {S.SUSPENDED},
    Action.CONTINUE: {S.IN_USE},
    Action.CONTINUE_OVERSEAS: {S.IN_USE},
    Action.CHANGE_FACE: {S.IN_USE},
    Action.RENEW_CERTIFICATES: {S.IN_USE},
    Action.REISSUE_CERTIFICATES: {S.IN_USE},
    Action.REVOKE_CERTIFICATES: LIVE,
    Action.RESET_PINS: {S.IN_USE},
    Action.TO_FACE_CARD: {S.IN_USE},
    Action.TO_PIN_CARD: {S.IN_USE},
    Action.JOIN_RESIDENCE: {S.IN_USE},
    Action.PART_RESIDENCE: {S.IN_USE},
    Action.ABOLISH: LIVE | {S.PREPARED},
    Action.EXPIRE: LIVE,
    Action.COLLECT: LIVE | {S.ABOLISHED, S.EXPIRED},
    Action.SURRENDER: LIVE | {S.ABOLISHED, S.EXPIRED},
    Action.PASS_ON: LIVE,
    Action.TAKE_BACK: {S.MOVED},
}
AFTER: dict[Action, State] = {
    Action.APPLY_EXPRESS: S.APPLIED,
    Action.APPLY_RESIDENCE: S.APPLIED,
    Action.REGISTER: S.IN_USE,
    Action.ISSUE: S.ISSUED,
    Action.ARRIVE: S.ARRIVED,
    Action.PREPARE: S.PREPARED,
    Action.HAND_OVER: S.IN_USE,
    Action.HANDED: S.IN_USE,
    Action.WITHDRAW: S.ABOLISHED,
    Action.SUSPEND: S.SUSPENDED,
    Action.RELEASE: S.IN_USE,
    Action.ABOLISH: S.ABOLISHED,
    Action.EXPIRE: S.EXPIRED,
    Action.COLLECT: S.RETURNED,
    Action.SURRENDER: S.RETURNED,
    Action.PASS_ON: S.MOVED,
    Action.TAKE_BACK: S.IN_USE,
}


def standing(state: State, action: Action) -> Standing:
    """A card of which everything but its state fits the act."""
    rule = TABLE[action]
    return Standing(
        kind=next(iter(rule.kinds), CardKind.INDIVIDUAL),
        state=state,
        number="A1B2C3D4",
        valid_until=date(2034, 4, 1),
        face_card=action is Action.TO_PIN_CARD,
        due=rule.due,
        due_on=date(2026, 12, 31) if rule.due else None,
    )


@pytest.mark.parametrize("action", Action)
def test_every_act_in_every_state(action: Action) -> None:
    by = next(iter(TABLE[action].by))
    for state in State:
        problem = why_not(standing(state, action), action, by=by, today=TODAY)
        if state in ALLOWED[action]:
            assert problem is None, state
        else:
            assert problem is not None, state
            assert problem.code == "card.state"
            assert state.label in problem.what
    assert TABLE[action].after is AFTER.get(action)


@pytest.mark.parametrize("action", Action)
def test_nobody_takes_an_act_that_is_not_theirs(action: Action) -> None:
    card = standing(next(iter(ALLOWED[action])), action)
    mine = {by for by in By if why_not(card, action, by=by, today=TODAY) is None}
    assert mine == TABLE[action].by


def test_what_only_a_rule_of_days_or_a_notice_decides_is_no_button() -> None:
    alone = {a for a, rule in TABLE.items() if By.DESK not in rule.by}
    assert alone == {Action.ISSUE, Action.HANDED, Action.EXPIRE, Action.PASS_ON, Action.TAKE_BACK}


@pytest.mark.parametrize(
    ("action", "day", "allowed"),
    [
        (Action.APPLY_RESIDENCE, date(2026, 6, 13), False),
        (Action.APPLY_RESIDENCE, date(2026, 6, 14), True),
        (Action.JOIN_RESIDENCE, date(2026, 6, 13), False),
        (Action.JOIN_RESIDENCE, date(2026, 6, 14), True),
        (Action.CONTINUE_OVERSEAS, date(2024, 5, 26), False),
        (Action.CONTINUE_OVERSEAS, date(2024, 5, 27), True),
        (Action.APPLY_EXPRESS, date(2024, 12, 1), False),
        (Action.APPLY_EXPRESS, date(2024, 12, 2), True),
    ],
)
def test_before_and_after_the_day_from_which_there_is_a_procedure(
    action: Action, day: date, allowed: bool
) -> None:
    state = next(iter(ALLOWED[action]))
    problem = why_not(standing(state, action), action, by=By.DESK, today=day)
    assert (problem is None) is allowed


@pytest.mark.parametrize(
    ("due", "due_on", "code"),
    [
        (Due.CONTINUATION, date(2026, 11, 20), None),
        (Due.CONTINUATION, date(2026, 11, 19), "card.due_over"),
        (Due.NOTHING, None, "card.not_due"),
        (Due.OVERSEAS, date(2026, 12, 1), "card.not_due"),
    ],
)
def test_a_card_is_continued_while_it_is_due(due: Due, due_on: date | None, code: str) -> None:
    card = Standing(
        CardKind.INDIVIDUAL, S.IN_USE, "A1B2C3D4", date(2034, 4, 1), due=due, due_on=due_on
    )
    problem = why_not(card, Action.CONTINUE, by=By.DESK, today=TODAY)
    assert (problem.code if problem else None) == code


@pytest.mark.parametrize(
    ("valid_until", "allowed"), [(date(2026, 11, 20), True), (date(2026, 11, 19), False)]
)
def test_a_card_past_its_validity_is_only_ended(valid_until: date, allowed: bool) -> None:
    card = Standing(CardKind.INDIVIDUAL, S.IN_USE, "A1B2C3D4", valid_until)
    for action in (Action.SUSPEND, Action.CHANGE_FACE, Action.RESET_PINS):
        problem = why_not(card, action, by=By.DESK, today=TODAY)
        assert (problem is None) is allowed
    for action in (Action.ABOLISH, Action.COLLECT, Action.SURRENDER):
        assert why_not(card, action, by=By.DESK, today=TODAY) is None


def test_an_act_that_is_told_wants_the_number_of_the_card() -> None:
    card = Standing(CardKind.INDIVIDUAL, S.IN_USE)
    for action in (Action.SUSPEND, Action.ABOLISH, Action.SURRENDER):
        problem = why_not(card, action, by=By.DESK, today=TODAY)
        assert problem is not None
        assert problem.code == "card.no_number"
    assert why_not(card, Action.IDENTIFY, by=By.DESK, today=TODAY) is None


def test_a_residence_card_is_joined_and_parted_and_a_face_card_set_and_ended() -> None:
    plain = Standing(CardKind.INDIVIDUAL, S.IN_USE, "A1B2C3D4")
    basic = Standing(CardKind.BASIC, S.IN_USE, "A1B2C3D4")
    face = Standing(CardKind.INDIVIDUAL, S.IN_USE, "A1B2C3D4", face_card=True)
    codes = {
        (card, action): (p.code if (p := why_not(card, action, by=By.DESK, today=TODAY)) else "")
        for card in (plain, basic, face)
        for action in (
            Action.JOIN_RESIDENCE,
            Action.PART_RESIDENCE,
            Action.TO_FACE_CARD,
            Action.TO_PIN_CARD,
        )
    }
    assert codes[plain, Action.JOIN_RESIDENCE] == ""
    assert codes[plain, Action.PART_RESIDENCE] == "card.kind"
    assert codes[basic, Action.JOIN_RESIDENCE] == "card.kind"
    assert codes[plain, Action.TO_PIN_CARD] == codes[face, Action.TO_FACE_CARD] == "card.face_card"
    assert codes[plain, Action.TO_FACE_CARD] == codes[face, Action.TO_PIN_CARD] == ""


def test_a_residence_card_is_no_card_of_a_japanese() -> None:
    def code(action: Action, kind: CardKind, state: State) -> str:
        card = Standing(kind, state, "A1B2C3D4", japanese=True)
        problem = why_not(card, action, by=By.DESK, today=TODAY)
        return problem.code if problem else ""

    for action, state in (
        (Action.APPLY_RESIDENCE, S.NONE),
        (Action.REGISTER, S.NONE),
        (Action.JOIN_RESIDENCE, S.IN_USE),
    ):
        assert code(action, CardKind.RESIDENCE, state) == "card.foreigners"
    assert code(Action.REGISTER, CardKind.INDIVIDUAL, S.NONE) == ""
    # Whoever has become Japanese still has theirs taken apart.
    assert code(Action.PART_RESIDENCE, CardKind.RESIDENCE, S.IN_USE) == ""


@pytest.mark.parametrize("reason", [code for code, _ in ABOLITION_REASONS])
def test_what_has_ended_is_to_be_given_back_by_whoever_has_it(reason: str) -> None:
    card = Standing(CardKind.INDIVIDUAL, S.IN_USE, "A1B2C3D4", due=Due.ABOLITION)
    due, ends = due_after(Action.ABOLISH, card, reason)
    assert due is (Due.NOTHING if reason in ("lost", "not_collected") else Due.RETURN)
    assert ends
    assert due_after(Action.SURRENDER, card, "requested") == (Due.NOTHING, True)
    assert due_after(Action.SUSPEND, card, "lost") == (Due.ABOLITION, False)


@pytest.mark.parametrize(
    ("states", "word"),
    [
        ([], None),
        ([S.APPLIED], None),
        ([S.MOVED], None),
        ([S.ISSUED], "個人番号カード発行済"),
        ([S.PREPARED], "個人番号カード発行済"),
        ([S.IN_USE], "個人番号カード交付済"),
        ([S.SUSPENDED], "個人番号カード一時停止"),
        ([S.ABOLISHED], "個人番号カード廃止"),
        ([S.EXPIRED], "個人番号カード廃止"),
        ([S.RETURNED], "個人番号カード返納"),
        ([S.RETURNED, S.IN_USE], "個人番号カード交付済"),
        ([S.ABOLISHED, S.ISSUED], "個人番号カード発行済"),
    ],
)
def test_what_the_register_says_of_several_cards(states: list[State], word: str | None) -> None:
    assert register_word(states) == word
