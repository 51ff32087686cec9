"""Tests which legs rules fit, what they give them, and what is said of rules that cannot run."""

import pytest

from tests.domain.repair.examples import DIRECTORY, INVOICE, REFUND, RESET, leg
from wrapup_desk.domain.history.past_leg import DELETED_CODE_ID, PastLeg
from wrapup_desk.domain.interaction import Media
from wrapup_desk.domain.repair.leg_table import LegTable
from wrapup_desk.domain.repair.rules import ANY_CODE, NO_CODE, Rule, RuleMatcher, RuleTroubles
from wrapup_desk.domain.wrapup import TIMEOUT_CODE_ID, WrapupCode


def given(rules: list[Rule], *legs: PastLeg) -> list[WrapupCode | None]:
    matcher = matching(rules, *legs)
    return [matcher.code_for(row) for row in range(len(legs))]


def matching(rules: list[Rule], *legs: PastLeg) -> RuleMatcher:
    table = LegTable()
    for one in legs:
        table.put(one, None)
    return RuleMatcher(rules, table, DIRECTORY)


def test_an_old_code_becomes_a_new_one_by_name_or_id_in_any_case() -> None:
    rules = [Rule("refund GIVEN", " invoice  explained"), Rule(INVOICE.id, RESET.id)]

    found = given(rules, leg(1, code_id=INVOICE.id), leg(2, code_id=RESET.id), leg(3))

    assert found == [REFUND, INVOICE, None]


def test_a_deleted_code_is_found_by_its_id_and_by_what_the_table_calls_it() -> None:
    gone = "0a1b2c3d-0000-0000-0000-000000000000"

    assert given([Rule(REFUND.id, gone)], leg(1, code_id=gone)) == [REFUND]
    assert given([Rule(REFUND.id, "deleted code 0a1b2c3d")], leg(1, code_id=gone)) == [REFUND]


@pytest.mark.parametrize("code_id", ["", TIMEOUT_CODE_ID])
def test_no_code_is_that_no_person_chose_one(code_id: str) -> None:
    rules = [Rule(REFUND.id, NO_CODE, queue="billing")]

    assert given(rules, leg(1, code_id=code_id), leg(2, code_id=INVOICE.id)) == [REFUND, None]
    assert given(rules, leg(1, code_id=code_id, queue_id="queue-support")) == [None]
    assert given(rules, leg(1, code_id=DELETED_CODE_ID)) == [REFUND]


@pytest.mark.parametrize(
    ("rule", "fits"),
    [
        (Rule(REFUND.id, dnis="+61 2 5550 0000"), {"dnis": "tel:+61255500000"}),
        (Rule(REFUND.id, dnis="help@example.org"), {"dnis": "Help@example.org"}),
        (Rule(REFUND.id, flow="main menu"), {"flow": "Main  Menu"}),
        (Rule(REFUND.id, attribute="vip"), {"attributes": {"vip": "no"}}),
        (Rule(REFUND.id, attribute="vip", value="YES"), {"attributes": {"vip": "yes"}}),
        (Rule(REFUND.id, media="Email"), {"media": Media.EMAIL}),
        (Rule(REFUND.id, ANY_CODE, queue="queue-support"), {"queue_id": "queue-support"}),
    ],
)
def test_every_condition_has_to_hold(rule: Rule, fits: dict[str, object]) -> None:
    assert given([rule], leg(1, **fits), leg(2)) == [REFUND, None]


def test_the_first_rule_that_fits_counts_and_each_is_counted() -> None:
    rules = [
        Rule(INVOICE.id, NO_CODE, dnis="100"),
        Rule(REFUND.id, NO_CODE, queue="Billing"),
        Rule(RESET.id, NO_CODE, queue="Billing"),
    ]
    matcher = matching(rules, leg(1, dnis="100"), leg(2), leg(3))

    assert [matcher.code_for(row) for row in range(3)] == [INVOICE, REFUND, REFUND]
    assert [matcher.fitting[place] for place in range(3)] == [1, 2, 0]


def test_what_is_live_or_has_no_queue_is_left_alone() -> None:
    rules = [Rule(REFUND.id, ANY_CODE, media="call")]

    assert given(rules, leg(1, is_in_after_call=True), leg(2, queue_id="")) == [None, None]


def test_a_code_that_came_in_later_fits_no_rule_yet() -> None:
    table = LegTable()
    table.put(leg(1), None)
    matcher = RuleMatcher([Rule(REFUND.id, ANY_CODE, media="call")], table, DIRECTORY)
    row = table.put(leg(2, code_id=INVOICE.id), None)

    assert matcher.code_for(row) is None


def test_an_unknown_or_ambiguous_new_code_stops_the_list() -> None:
    twins = [WrapupCode("a", "Same"), WrapupCode("b", "same")]
    directory = type(DIRECTORY)(codes={code.id: code for code in (*twins, REFUND)})

    with pytest.raises(RuleTroubles, match="Rule 2: no active code is called “Refnd”") as told:
        RuleMatcher([Rule(REFUND.id, "x"), Rule("Refnd", "x")], LegTable(), directory)
    assert [each.place for each in told.value.troubles] == [2]
    with pytest.raises(RuleTroubles, match="several codes are called “Same”"):
        RuleMatcher([Rule("Same", "x")], LegTable(), directory)
    with pytest.raises(RuleTroubles, match="there is none"):
        RuleMatcher([], LegTable(), directory)


def test_what_fits_nothing_or_would_go_on_changing_is_told() -> None:
    rules = [
        Rule(INVOICE.id, "Misspelt"),
        Rule(REFUND.id, INVOICE.id, queue="Nowhere"),
        Rule(REFUND.id, attribute="vip"),
        Rule(REFUND.id, media="letter"),
    ]

    told = [str(each) for each in matching(rules, leg(1, code_id=INVOICE.id)).troubles]

    assert told[0] == "Rule 1: no code “Misspelt” was found: it fits nothing."
    assert told[1] == "Rule 2: no queue “Nowhere” was found: it fits nothing."
    assert "attribute “vip” is known of no leg" in told[2]
    assert "no medium is called “letter”" in told[3]
    assert told[4] == "Rule 1: gives what rule 2 takes: run again, it changes once more."
