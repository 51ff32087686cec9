from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from tests.conftest import ExpectLog
from tests.fakes import (
    AGENT,
    OTHER_AGENT,
    FakeAuthenticator,
    FakeClock,
    FakeContactCentre,
    InMemoryStore,
    Reply,
    a_key,
    a_leg,
    lost_before,
    settle,
)
from wrapup_desk.application.base.background import Background
from wrapup_desk.application.base.ports import (
    NotPermitted,
    SignInNeeded,
    Unreachable,
)
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.application.desk.desk import Desk
from wrapup_desk.application.desk.desk_state import Connection
from wrapup_desk.application.services.sign_in import LOOK_AFTER_S, RETRY_AFTER_S, SignIn
from wrapup_desk.domain.events import ConversationChanged, Resynced, SignInEnded, StreamOpened


class Door:
    """A desk and the way into it."""

    def __init__(
        self,
        clock: FakeClock,
        centre: FakeContactCentre,
        authenticator: FakeAuthenticator,
        background: Background,
    ) -> None:
        store = InMemoryStore()
        self.clock = clock
        self.centre = centre
        self.authenticator = authenticator
        self.desk = Desk(centre, store, store, clock, background, Settings())
        self.browser: list[str] = []
        self.causes: list[str] = []
        self.sign_in = SignIn(
            authenticator, centre, self.desk, clock, background, self.browser.append
        )
        self.sign_in.why_not = self.why_not
        centre.token_of = None

    async def why_not(self) -> str:
        return "".join(self.causes)

    async def enter(self) -> None:
        self.sign_in.sign_in()
        await settle()
        self.centre.tell(StreamOpened())
        self.centre.tell(Resynced(()))

    @property
    def connection(self) -> Connection:
        return self.desk.state.connection

    @property
    def problem(self) -> str:
        return self.desk.state.sign_in.reason


@pytest.fixture
def door(
    clock: FakeClock,
    centre: FakeContactCentre,
    authenticator: FakeAuthenticator,
    background: Background,
) -> Door:
    return Door(clock, centre, authenticator, background)


async def test_signing_in_opens_the_browser_greets_the_agent_and_follows_the_stream(
    door: Door,
) -> None:
    door.authenticator.browser_answers.clear()
    door.sign_in.sign_in()
    await settle()
    before = door.connection
    assert before == Connection.SIGNING_IN
    assert len(door.browser) == 1

    door.authenticator.browser_answers.set()
    await settle()
    assert door.desk.state.agent == AGENT
    assert door.connection == Connection.CONNECTING
    assert door.centre.is_followed


async def test_a_second_request_to_sign_in_opens_no_second_browser(door: Door) -> None:
    door.authenticator.browser_answers.clear()
    door.sign_in.sign_in()
    await settle()
    door.sign_in.sign_in()
    await settle()
    assert len(door.browser) == 1

    door.authenticator.browser_answers.set()
    await settle()
    door.sign_in.sign_in()
    await settle()
    assert len(door.browser) == 1, "somebody is signed in"


async def test_waiting_for_the_browser_can_be_given_up_and_begun_again(door: Door) -> None:
    door.authenticator.browser_answers.clear()
    door.sign_in.sign_in()
    await settle()
    door.sign_in.cancel()
    assert door.connection is Connection.SIGNED_OUT

    door.sign_in.sign_in()
    await settle()
    assert len(door.browser) == 2


async def test_there_is_nothing_to_give_up_when_nobody_waits(door: Door) -> None:
    await door.enter()

    door.sign_in.cancel()

    assert door.connection is Connection.LIVE


async def test_a_failed_sign_in_says_why_until_the_next_try(door: Door) -> None:
    door.authenticator.problem = "The browser was closed."
    door.sign_in.sign_in()
    await settle()
    assert (door.connection, door.problem) == (Connection.SIGNED_OUT, "The browser was closed.")

    door.authenticator.problem = ""
    door.sign_in.sign_in()
    await settle()
    assert door.problem == ""
    assert door.desk.state.agent == AGENT


async def test_a_good_token_of_last_time_needs_no_browser(door: Door) -> None:
    door.authenticator.kept = AGENT

    assert await door.sign_in.restore()
    await settle()

    assert door.browser == []
    assert door.desk.state.agent == AGENT


async def test_without_a_token_of_last_time_the_sign_in_card_is_shown(door: Door) -> None:
    assert not await door.sign_in.restore()

    assert door.connection is Connection.SIGNED_OUT


async def test_a_start_without_a_network_waits_for_it(door: Door) -> None:
    door.authenticator.kept = AGENT
    door.centre.failures.extend(
        [Unreachable("no network"), Unreachable("too many requests", timedelta(seconds=20))]
    )
    await door.sign_in.restore()
    await settle()
    assert (door.connection, door.desk.state.connection_note) == (
        Connection.OFFLINE,
        "no network",
    )

    await door.clock.advance(RETRY_AFTER_S + 19)
    assert door.desk.state.agent is None
    await door.clock.advance(1)
    assert door.desk.state.agent == AGENT


@pytest.mark.parametrize(
    "refusal", [SignInNeeded("The sign-in has run out."), NotPermitted("A scope is missing.")]
)
async def test_a_token_that_is_no_good_leads_back_to_the_sign_in_card(
    door: Door, refusal: SignInNeeded | NotPermitted
) -> None:
    door.centre.failures.append(refusal)
    door.sign_in.sign_in()
    await settle()

    assert (door.connection, door.problem) == (Connection.SIGNED_OUT, str(refusal))
    assert not door.centre.is_followed


async def test_signing_out_ends_the_stream_and_forgets_the_token(door: Door) -> None:
    await door.enter()

    door.sign_in.sign_out()
    await settle()

    assert door.connection is Connection.SIGNED_OUT
    assert door.desk.state.agent is None
    assert door.authenticator.sign_outs == 1
    assert not door.centre.is_followed


async def test_signing_out_before_anybody_signed_in_still_forgets_the_token(door: Door) -> None:
    door.sign_in.sign_out()
    await settle()

    assert door.authenticator.sign_outs == 1


async def test_signing_out_while_signing_in_gives_that_up(door: Door) -> None:
    door.authenticator.browser_answers.clear()
    door.sign_in.sign_in()
    await settle()
    door.sign_in.sign_out()
    door.authenticator.browser_answers.set()
    await settle()

    assert door.connection is Connection.SIGNED_OUT
    assert door.desk.state.agent is None


async def test_forgetting_the_old_token_never_catches_the_new_one(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    await door.enter()
    revoked = asyncio.Event()
    real = door.authenticator.sign_out

    async def slow() -> None:
        await revoked.wait()
        await real()

    monkeypatch.setattr(door.authenticator, "sign_out", slow)
    door.sign_in.sign_out()
    await settle()
    door.sign_in.sign_in()
    await settle()
    assert door.centre.token_of is AGENT, "the old one, still being revoked"
    assert len(door.browser) == 1

    revoked.set()
    await settle()
    assert len(door.browser) == 2
    assert door.desk.state.agent == AGENT


async def test_after_the_sign_in_ended_another_agent_never_sends_the_first_ones_code(
    door: Door,
) -> None:
    await door.enter()
    door.centre.put(a_leg())
    await settle()
    door.centre.replies.append(Reply(answer_after_s=30, applies=False))
    door.desk.choose_code("communication-1", "code-billing")
    await settle()
    door.centre.tell(SignInEnded("revoked"))
    door.authenticator.signs_in_as = OTHER_AGENT
    door.sign_in.sign_in()
    await door.clock.advance(120)

    assert door.desk.state.agent == OTHER_AGENT
    assert [write.token_of for write in door.centre.writes] == [AGENT.id]
    assert door.desk.state.cards == ()
    assert door.centre.code_of(a_key()) is None


async def test_between_a_new_token_and_its_agents_greeting_nothing_is_sent(door: Door) -> None:
    door.centre.token_of = AGENT
    door.desk.greet(AGENT)
    door.centre.put(a_leg())
    door.desk.on_event(ConversationChanged("conversation-1", (a_leg(),)))
    await settle()
    door.centre.replies.append(lost_before())
    door.desk.choose_code("communication-1", "code-billing")
    await settle()

    door.authenticator.signs_in_as = OTHER_AGENT
    door.centre.failures.extend([Unreachable("no network")] * 5)
    door.sign_in.sign_in()
    await door.clock.advance(120)

    assert [write.token_of for write in door.centre.writes] == [AGENT.id]


async def test_a_stream_that_fails_by_a_fault_of_ours_is_begun_anew(
    door: Door, monkeypatch: pytest.MonkeyPatch, expect_log: ExpectLog
) -> None:
    expect_log("following the stream failed")

    async def fail(publish: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        broken.setattr(door.centre, "follow", fail)
        door.sign_in.sign_in()
        await settle()
    assert door.connection is Connection.OFFLINE
    assert not door.centre.is_followed

    await door.clock.advance(RETRY_AFTER_S)
    assert door.centre.is_followed


async def test_the_address_is_shown_while_the_browser_is_waited_for_and_gone_after(
    door: Door,
) -> None:
    door.authenticator.browser_answers.clear()
    door.sign_in.sign_in()
    await settle()
    assert door.desk.state.sign_in.address == door.browser[0]
    assert door.desk.state.sign_in.has_browser

    door.sign_in.tell_no_browser()
    assert door.desk.state.sign_in.address == door.browser[0]
    assert not door.desk.state.sign_in.has_browser

    door.sign_in.cancel()
    assert (door.desk.state.sign_in.address, door.desk.state.sign_in.has_browser) == ("", True)
    door.sign_in.tell_no_browser()
    assert door.desk.state.sign_in.has_browser, "nobody waits for one any more"


CAUSE = "Client id: the login host does not take it. Copy it again."


async def test_a_failed_sign_in_says_what_is_behind_it(door: Door) -> None:
    door.authenticator.problem = "Genesys refused."
    door.sign_in.sign_in()
    await settle()
    assert door.problem == "Genesys refused."

    door.causes.append(CAUSE)
    door.sign_in.sign_in()
    await settle()
    assert door.problem == f"Genesys refused.\n{CAUSE}"
    assert door.connection is Connection.SIGNED_OUT


async def test_a_browser_that_does_not_come_back_is_looked_into_while_it_is_waited_for(
    door: Door,
) -> None:
    door.causes.append(CAUSE)
    door.authenticator.browser_answers.clear()
    door.sign_in.sign_in()
    await door.clock.advance(LOOK_AFTER_S - 1)
    assert door.problem == ""

    await door.clock.advance(1)
    assert door.problem == CAUSE
    waiting: Connection = door.connection
    assert waiting is Connection.SIGNING_IN, "the browser may still come back"

    door.sign_in.cancel()
    await settle()
    assert (door.problem, door.connection) == ("", Connection.SIGNED_OUT)


async def test_whoever_signed_in_meanwhile_hears_of_no_cause(door: Door) -> None:
    door.causes.append(CAUSE)
    door.authenticator.browser_answers.clear()
    door.sign_in.sign_in()
    await settle()
    door.authenticator.browser_answers.set()
    await door.clock.advance(LOOK_AFTER_S)
    assert door.problem == ""
