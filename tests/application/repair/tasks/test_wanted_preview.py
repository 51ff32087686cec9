"""Tests what a list of conversations would do, and what keeps it from being a plan."""

from dataclasses import replace

import pytest

from tests.domain.repair.examples import DIRECTORY, INVOICE, REFUND, key, leg
from wrapup_desk.application.repair.leg_index import LegIndex
from wrapup_desk.application.repair.wanted_preview import preview_wanted
from wrapup_desk.domain.interaction import LegKey
from wrapup_desk.domain.repair.change_plan import BadPlan, WantedCode
from wrapup_desk.domain.repair.preview import Preview, SkipReason
from wrapup_desk.domain.wrapup import WrapupCode


def previewed(*wanted: WantedCode) -> Preview:
    legs = LegIndex(DIRECTORY)
    legs.put(leg(1))
    legs.put(leg(2, code_id=REFUND.id))
    # A second leg of the first conversation.
    other = key(3)
    legs.put(leg(3, key=LegKey(key(1).conversation_id, other[1], other[2])))
    return preview_wanted(legs, wanted, leaves_out_dialer=False)


def test_each_conversation_gets_its_own_code_by_name_or_id() -> None:
    first, second = key(1), key(2)

    preview = previewed(
        WantedCode(first.conversation_id, first.communication_id, "refund GIVEN"),
        WantedCode(second.conversation_id, "", REFUND.id),
    )

    assert [(each.key, each.to_code) for each in preview.changes] == [(first, REFUND)]
    assert preview.reasons == {SkipReason.SAME_CODE: 1}


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        (WantedCode(key(1).conversation_id, "", REFUND.id), "has 2 legs of agents"),
        (WantedCode(key(1).conversation_id, "nonsense", REFUND.id), "has no such leg"),
        (WantedCode("nowhere", "", REFUND.id), "nowhere was not found"),
        (WantedCode(key(2).conversation_id, "", "Refnd"), "no active code is called “Refnd”"),
    ],
)
def test_what_is_not_clear_is_said_and_nothing_is_guessed(wanted: WantedCode, why: str) -> None:
    with pytest.raises(BadPlan, match=why):
        previewed(wanted)


def test_two_codes_of_one_name_have_to_be_told_apart() -> None:
    twin = WrapupCode("code-twin", REFUND.name)
    codes = {**DIRECTORY.codes, twin.id: twin, INVOICE.id: INVOICE}
    legs = LegIndex(replace(DIRECTORY, codes=codes))
    legs.put(leg(1))

    with pytest.raises(BadPlan, match="several codes are called"):
        preview_wanted(
            legs, [WantedCode(key(1).conversation_id, "", REFUND.name)], leaves_out_dialer=False
        )
