import pytest

from tests.simulator.centre import Centre
from wrapup_desk.simulator.platform.wrapup_rules import WrapupRequest, Writer, applied, check
from wrapup_desk.simulator.wire.errors import ApiError
from wrapup_desk.simulator.world.conversation import Participant
from wrapup_desk.simulator.world.organization import DEFAULT_CODE_ID, User


def refusal(
    desk: Centre, leg: Participant, user: User | None, via: str = "A", **body: object
) -> tuple[int, str] | None:
    """The refusal's (status, code), or None when it passes."""
    asked = WrapupRequest.parsed({"code": desk.refund, **body})
    try:
        check(asked, leg, Writer(user, via), desk.organization, desk.capabilities)
    except ApiError as refused:
        return refused.status, refused.code
    return None


def test_the_agent_may_code_a_leg_while_connected_in_after_call_work_and_after() -> None:
    desk = Centre()
    sam = desk.organization.agents[0]
    conversation, leg = desk.answered()
    assert refusal(desk, leg, sam) is None
    desk.centre.hang_up(conversation, leg, desk.later(1))
    assert refusal(desk, leg, sam) is None
    desk.centre.complete(conversation, leg, desk.later(1))
    assert refusal(desk, leg, sam) is None


def test_an_alerting_leg_has_no_segment_to_code() -> None:
    desk = Centre()
    _, leg = desk.alert()

    assert refusal(desk, leg, desk.organization.agents[0]) == (400, "bad.request")


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("400", (400, "conversation.error.participant.no.active.conversations")),
        ("403", (403, "conversation.error.forbidden.not.active.participant")),
        ("404", (404, "not.found")),
        ("409", (409, "conflict")),
    ],
)
def test_a_code_after_complete_is_answered_as_switched(
    answer: str, expected: tuple[int, str]
) -> None:
    desk = Centre()
    desk.capabilities.set("code_after_complete", answer)
    conversation, leg = desk.in_after_call_work()
    desk.centre.complete(conversation, leg, desk.later(1))

    assert refusal(desk, leg, desk.organization.agents[0]) == expected


def test_a_missed_leg_was_never_active() -> None:
    desk = Centre()
    conversation, leg = desk.alert()
    desk.centre.miss(conversation, leg, desk.later(8))

    found = refusal(desk, leg, desk.organization.agents[0])

    assert found == (403, "conversation.error.forbidden.not.active.participant")


def test_someone_elses_leg_is_refused_and_a_supervisor_may_be_let_in() -> None:
    desk = Centre()
    _, leg = desk.answered()
    forbidden = (403, "conversation.error.forbidden.not.active.participant")
    assert refusal(desk, leg, desk.organization.agents[1]) == forbidden
    assert refusal(desk, leg, desk.organization.supervisor) == forbidden

    desk.capabilities.set("supervisor_write", 202)

    assert refusal(desk, leg, desk.organization.supervisor) is None
    assert refusal(desk, leg, desk.organization.agents[1]) == forbidden


def test_client_credentials_are_not_a_user_unless_switched() -> None:
    desk = Centre()
    _, leg = desk.answered()
    assert refusal(desk, leg, None) == (400, "not.a.user")

    desk.capabilities.set("client_credentials_write", 202)

    assert refusal(desk, leg, None) is None


def test_writing_on_behalf_is_a_switch_of_its_own() -> None:
    desk = Centre()
    _, leg = desk.answered()
    robin = desk.organization.supervisor
    expected = (404, "conversation.error.not.conversation.participant")
    assert refusal(desk, leg, robin, "C") == expected

    desk.capabilities.set("write_c", 202)

    assert refusal(desk, leg, robin, "C") is None


def test_a_code_is_required_unless_the_save_is_provisional() -> None:
    desk = Centre()
    sam = desk.organization.agents[0]
    _, leg = desk.answered()

    required = (400, "conversation.error.wrapup.code.required")
    assert refusal(desk, leg, sam, code="") == required
    assert refusal(desk, leg, sam, code=None) == required
    assert refusal(desk, leg, sam, code=None, provisional=True) is None


def test_unknown_codes_are_refused_the_default_one_and_other_queues_are_not() -> None:
    desk = Centre()
    sam = desk.organization.agents[0]
    _, leg = desk.answered()
    foreign = desk.organization.queues[1].codes[0].id

    assert refusal(desk, leg, sam, code="no-such-code") == (400, "invalid.value")
    assert refusal(desk, leg, sam, code=DEFAULT_CODE_ID) is None
    assert refusal(desk, leg, sam, code=foreign) is None
    desk.capabilities.set("code_of_another_queue", 400)
    assert refusal(desk, leg, sam, code=foreign) == (400, "bad.request")


@pytest.mark.parametrize(
    "body",
    [{"wrapupCode": "x"}, {"code": 7}, {"code": "x", "durationSeconds": "0"}, {"notes": ["x"]}],
)
def test_a_body_that_is_no_wrapup_input_is_a_bad_request(body: dict[str, object]) -> None:
    with pytest.raises(ApiError) as refused:
        WrapupRequest.parsed(body)

    assert refused.value.status == 400


def test_the_code_carries_who_wrote_it_how_and_in_which_state() -> None:
    desk = Centre()
    _, leg = desk.in_after_call_work()
    sam = desk.organization.agents[0]
    asked = WrapupRequest.parsed({"code": desk.refund, "notes": "n", "tags": ["t"]})

    code = applied(asked, leg, Writer(sam, "B"), desk.later(14))

    assert code is not None
    assert (code.by_user_id, code.via, code.while_state) == (sam.id, "B", "acw")
    assert (code.notes, code.tags, code.duration_seconds) == ("n", ("t",), 14)


def test_a_note_that_is_too_long_is_refused_with_its_code() -> None:
    desk = Centre()
    _, leg = desk.answered()
    sam = desk.organization.agents[0]

    assert refusal(desk, leg, sam, notes="n" * 10_000) is None
    assert refusal(desk, leg, sam, notes="n" * 10_001) == (400, "invalid.value")
