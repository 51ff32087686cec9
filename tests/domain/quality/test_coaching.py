from collections.abc import Iterator
from datetime import date
from random import Random

from tests.domain.repair.examples import INVOICE, REFUND, key
from wrapup_desk.domain.quality.coaching import AgentFigures, CodedLeg, coaching_of

MONDAY = date(2026, 11, 23)


def legs(
    agent_id: str, count: int, missing: int, queue_id: str = "queue-billing", start: int = 0
) -> Iterator[CodedLeg]:
    for number in range(count):
        is_missing = number < missing
        yield CodedLeg(
            key(start + number), agent_id, queue_id, MONDAY, is_missing,
            first_code_id="" if is_missing else REFUND.id,
        )  # fmt: skip


def figures_of(agent_id: str, found: Iterator[CodedLeg]) -> AgentFigures:
    return next(each for each in coaching_of(found).agents if each.agent_id == agent_id)


def all_of(*parts: Iterator[CodedLeg]) -> Iterator[CodedLeg]:
    for part in parts:
        yield from part


def test_an_agent_is_held_against_the_mean_of_the_queues_they_work_in() -> None:
    # The hard queue misses a third whoever works there: that is not this agent's doing.
    found = all_of(
        legs("mia", 60, 20, "queue-hard"),
        legs("noah", 240, 80, "queue-hard", 1000),
        legs("noah", 300, 3, "queue-easy", 2000),
    )

    mia = figures_of("mia", found)

    assert round(mia.usual_missing, 3) == 0.333
    assert not mia.misses_more


def test_far_more_missing_than_usual_is_said() -> None:
    found = all_of(legs("mia", 100, 40), legs("noah", 900, 45, start=1000))

    assert figures_of("mia", found).misses_more


def test_nothing_is_said_of_an_agent_with_few_legs() -> None:
    found = all_of(legs("mia", 20, 20), legs("noah", 900, 45, start=1000))

    mia = figures_of("mia", found)

    assert not mia.is_enough
    assert not mia.misses_more


def test_of_agents_who_all_work_alike_few_are_said_to_differ() -> None:
    random = Random(3)

    def team() -> Iterator[CodedLeg]:
        for agent in range(200):
            missing = sum(random.random() < 0.1 for _ in range(60))
            yield from legs(f"agent-{agent}", 60, missing, start=agent * 100)

    told = [each for each in coaching_of(team()).agents if each.misses_more or each.misses_less]

    # The interval holds 95 of 100; ten of 200 are expected, by chance alone.
    assert len(told) <= 20


def test_what_an_agent_confuses_comes_with_conversations_to_talk_about() -> None:
    wrong = [
        CodedLeg(
            key(number), "mia", "queue-billing", MONDAY, is_missing=False,
            first_code_id=REFUND.id, right_code_id=INVOICE.id, was_corrected=True,
        )
        for number in range(8)
    ]  # fmt: skip

    mia = figures_of("mia", iter(wrong))

    assert mia.confused[0].count == 8
    assert mia.confused[0].talks == tuple(key(number) for number in range(5))
    assert mia.corrected.rate == 1.0


def test_the_teams_trend_is_by_week() -> None:
    early = [
        CodedLeg(key(1), "mia", "queue-billing", date(2026, 11, 22), is_missing=True),
        CodedLeg(key(2), "mia", "queue-billing", MONDAY, is_missing=False),
    ]

    weeks = coaching_of(early).weeks

    assert [(week.monday, week.missing.rate) for week in weeks] == [
        (date(2026, 11, 16), 1.0),
        (MONDAY, 0.0),
    ]


def test_nothing_counted_is_no_figures() -> None:
    assert coaching_of([]).agents == ()
