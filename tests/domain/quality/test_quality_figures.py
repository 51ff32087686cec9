from collections.abc import Mapping, Sequence
from datetime import UTC

from tests.domain.repair.examples import DIRECTORY, INVOICE, MORNING, REFUND, SAM, key, leg
from wrapup_desk.domain.cooperative import run_now
from wrapup_desk.domain.history.past_leg import PastLeg
from wrapup_desk.domain.quality.coaching import AgentFigures
from wrapup_desk.domain.quality.quality_figures import QualityFigures, quality_of
from wrapup_desk.domain.quality.sample import Review, Verdict
from wrapup_desk.domain.repair.code_origin import ChosenBy, CodeOrigin
from wrapup_desk.domain.repair.leg_table import LegTable
from wrapup_desk.domain.wrapup import TIMEOUT_CODE_ID


def judged(
    legs: Sequence[PastLeg],
    origins: Mapping[int, CodeOrigin] | None = None,
    reviews: Sequence[Review] = (),
) -> QualityFigures:
    table = LegTable()
    for each in legs:
        table.put(each, None)
    by_key = {each.key: each for each in reviews}
    return run_now(quality_of(table, range(len(table)), DIRECTORY, UTC, origins or {}, by_key))


def mia_of(figures: QualityFigures) -> AgentFigures:
    (mia,) = figures.coaching.agents
    return mia


def test_missing_and_timed_out_are_counted_for_the_agent() -> None:
    mia = mia_of(judged([leg(1), leg(2, code_id=TIMEOUT_CODE_ID), leg(3, code_id=REFUND.id)]))

    assert (mia.legs, mia.missing.count, mia.timed_out.count) == (3, 2, 1)


def test_a_supervisors_correction_is_no_code_of_the_agents() -> None:
    given_later = CodeOrigin(ChosenBy.SUPERVISOR, "")

    mia = mia_of(judged([leg(1, code_id=REFUND.id)], {0: given_later}))

    assert (mia.missing.count, mia.corrected.of) == (1, 0)


def test_a_corrected_code_counts_as_the_agent_gave_it() -> None:
    corrected = CodeOrigin(ChosenBy.SUPERVISOR, INVOICE.id)

    figures = judged([leg(1, code_id=REFUND.id)], {0: corrected})

    pair = mia_of(figures).confused[0]
    assert (pair.given_id, pair.right_id) == (INVOICE.id, REFUND.id)
    assert REFUND.id in figures.codes.unused_ids


def test_codes_of_rules_and_of_the_program_are_nobodys_merit() -> None:
    by_rule = CodeOrigin(ChosenBy.RULE, REFUND.id)

    assert judged([leg(1, code_id=REFUND.id)], {0: by_rule}).coaching.agents == ()


def test_a_reviewers_verdict_counts_for_the_code_it_was_given_on() -> None:
    wrong = Review(key(1), REFUND.id, Verdict.WRONG, MORNING, SAM, INVOICE.id)

    now = mia_of(judged([leg(1, code_id=REFUND.id)], reviews=[wrong]))
    since = mia_of(judged([leg(1, code_id=INVOICE.id)], reviews=[wrong]))

    assert (now.sampled_wrong.count, now.sampled_wrong.of) == (1, 1)
    assert now.confused[0].right_id == INVOICE.id
    assert since.sampled_wrong.of == 0


def test_a_leg_that_owes_nothing_is_left_out() -> None:
    assert judged([leg(1, queue_id="")]).coaching.agents == ()
