"""The agent's own model and a newer one of the team's, side by side on the same legs."""

from __future__ import annotations

import pytest

from tests.fakes import BILLING, CODES, REFUND, FakeCase, FakeRecommender
from wrapup_desk.application.base.ports import Case
from wrapup_desk.application.learning.champion_challenger import TRIAL_LEGS, ChampionChallenger
from wrapup_desk.application.learning.local_model import (
    ChallengerTrial,
    LocalModel,
    LocalModelError,
    pack,
    unpack,
)
from wrapup_desk.domain.suggestion import CaseFacts, Ranking
from wrapup_desk.domain.transcript import Speaker, Utterance

STATE = LocalModel(b"", origin_sha256="old", taught=7, rival_sha256="new")
SAID = Utterance("1", Speaker.CUSTOMER, f"I want a {REFUND.name}")


class DeafRecommender(FakeRecommender):
    """Always suggests the first code, whatever was said."""

    def suggest(self, case: Case, *, has_ended: bool) -> Ranking:
        assert isinstance(case, FakeCase)
        case.heard.clear()
        return super().suggest(case, has_ended=has_ended)


def work(challenge: ChampionChallenger, legs: int, code_id: str = REFUND.id) -> str:
    """Let the agent choose *code_id* on some legs; return what the last one was suggested."""
    suggested = ""
    for _ in range(legs):
        case = challenge.open_case(CaseFacts("queue-1"), CODES)
        case.hear(SAID)
        first = challenge.suggest(case, has_ended=True).first
        suggested = first.code.id if first else ""
        challenge.learn(case, code_id, was_looked_at=True)
    return suggested


def test_during_the_trial_only_the_own_model_is_shown_and_both_learn() -> None:
    own, challenger = DeafRecommender(), FakeRecommender()
    challenge = ChampionChallenger(own, STATE, challenger)

    assert work(challenge, 3) == BILLING.id

    assert len(own.learnt) == len(challenger.learnt) == 3
    assert challenge.state.trial == ChallengerTrial(3, 0, 3)
    assert challenge.state.taught == 10


def test_the_newer_model_takes_over_when_it_was_right_more_often() -> None:
    challenge = ChampionChallenger(DeafRecommender(), STATE, FakeRecommender())

    work(challenge, TRIAL_LEGS)

    assert work(challenge, 1) == REFUND.id
    assert (challenge.state.origin_sha256, challenge.state.rival_sha256) == ("new", "")
    assert unpack(challenge.export()).challenger == b""


def test_a_newer_model_that_is_worse_for_this_agent_goes_and_is_not_tried_again() -> None:
    challenge = ChampionChallenger(FakeRecommender(), STATE, DeafRecommender())

    work(challenge, TRIAL_LEGS)

    assert work(challenge, 1) == REFUND.id
    assert (challenge.state.origin_sha256, challenge.state.rival_sha256) == ("new", "")


def test_a_leg_that_is_open_when_the_newer_model_takes_over_goes_on_with_it() -> None:
    challenge = ChampionChallenger(DeafRecommender(), STATE, FakeRecommender())
    open_case = challenge.open_case(CaseFacts("queue-1"), CODES)
    open_case.hear(SAID)

    work(challenge, TRIAL_LEGS)

    first = challenge.suggest(open_case, has_ended=True).first
    assert first is not None
    assert first.code == REFUND


def test_codes_nobody_looked_at_decide_nothing() -> None:
    challenge = ChampionChallenger(DeafRecommender(), STATE, FakeRecommender())
    case = challenge.open_case(CaseFacts("queue-1"), CODES)

    challenge.learn(case, REFUND.id, was_looked_at=False)

    assert (challenge.state.trial, challenge.state.taught) == (ChallengerTrial(), 7)


def test_what_is_stored_is_read_again_as_it_was() -> None:
    own = LocalModel(b"own", "old", 7, b"rival", "new", ChallengerTrial(3, 1, 2))

    assert unpack(pack(own)) == own


def test_a_bare_model_is_one_that_was_taught() -> None:
    assert unpack(b"WrapUpDeskModel\n...") == LocalModel(b"WrapUpDeskModel\n...", taught=1)


@pytest.mark.parametrize("length", [20, 40, 60])
def test_what_is_cut_off_is_told(length: int) -> None:
    with pytest.raises(LocalModelError, match="damaged"):
        unpack(pack(LocalModel(b"own"))[:length])


@pytest.mark.parametrize(
    ("count", "instead"),
    [
        (b'"model_bytes":3', b'"model_bytes":-3'),
        (b'"taught":0', b'"taught":"x"'),
        (b'"legs":0', b'"legs":[]'),
        (b'"legs":0', b'"other":0'),
        (b'{"legs":0,"own_right":0,"challenger_right":0}', b"7"),
    ],
)
def test_a_header_with_a_count_that_cannot_be_is_told(count: bytes, instead: bytes) -> None:
    with pytest.raises(LocalModelError, match="damaged"):
        unpack(with_header(header_of(LocalModel(b"own")).replace(count, instead)))


@pytest.mark.parametrize("header", [b"[" * 60_000, b"[]", b" " * 70_000])
def test_a_header_that_is_none_is_told(header: bytes) -> None:
    with pytest.raises(LocalModelError, match="damaged"):
        unpack(with_header(header))


def header_of(own: LocalModel) -> bytes:
    packed = pack(own)
    return packed[packed.index(b"{") : packed.rindex(b"}") + 1]


def with_header(header: bytes) -> bytes:
    return b"WrapUpDeskLearnt\n" + len(header).to_bytes(4, "little") + header + b"own"


def test_what_a_newer_program_stored_is_told() -> None:
    newer = pack(LocalModel(b"own")).replace(b'"version":1', b'"version":2')

    with pytest.raises(LocalModelError, match="version 2"):
        unpack(newer)
