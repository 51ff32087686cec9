"""Who is signed in, where the program connects to, and how the line stands."""

from __future__ import annotations

from dataclasses import replace

from wrapup_desk.application.desk import notices
from wrapup_desk.application.desk.core.card_changes import (
    new_card,
    remove_card,
    show_cards_before,
    show_submission,
)
from wrapup_desk.application.desk.core.cards import leg_of, leg_of_ended
from wrapup_desk.application.desk.core.turn import Turn
from wrapup_desk.application.desk.desk_state import Connection
from wrapup_desk.application.desk.effects import ReadRoutingStatus, StopReadingLegs
from wrapup_desk.application.desk.messages import (
    Greet,
    SayGoodbye,
    SessionMessage,
    SetConnection,
    SetPlace,
    SetSignInAddress,
    SetSignInProblem,
    StopSending,
)
from wrapup_desk.domain.agent import Agent
from wrapup_desk.domain.events import (
    SUMMARIES,
    RoutingStatusChanged,
    SignInEnded,
    StreamLost,
    StreamOpened,
    SubscriptionRefused,
)

# States in which nobody is signed in, so that the stream has nothing to say about the line.
_NO_LINE = (Connection.SIGNED_OUT, Connection.SIGNING_IN, Connection.SIGN_IN_ENDED)

LineEvent = RoutingStatusChanged | StreamOpened | StreamLost | SignInEnded | SubscriptionRefused


def take_session(turn: Turn, message: SessionMessage) -> None:
    """Note what signing in and out tells."""
    match message:
        case Greet(agent):
            _greet(turn, agent)
        case StopSending():
            _stop_sending(turn)
        case SayGoodbye():
            _say_goodbye(turn)
        case SetConnection(connection, note):
            _set_connection(turn, connection, note)
        case SetPlace(region_label, is_demo):
            client_id = turn.rest.settings.client_id
            offer = replace(turn.rest.sign_in, region_label=region_label, client_id=client_id)
            turn.rest = replace(
                turn.rest, region_label=region_label, is_demo=is_demo, sign_in=offer
            )
        case SetSignInProblem(problem, cause):
            offer = replace(turn.rest.sign_in, problem=problem, cause=cause)
            turn.rest = replace(turn.rest, sign_in=offer)
        case SetSignInAddress(address, has_browser):
            offer = replace(turn.rest.sign_in, address=address, has_browser=has_browser)
            turn.rest = replace(turn.rest, sign_in=offer)


def take_line(turn: Turn, event: LineEvent) -> None:
    """Note what the stream tells about itself and the agent."""
    match event:
        case RoutingStatusChanged(status):
            turn.rest = replace(turn.rest, routing_status=status)
        case StreamOpened():
            _set_connection(turn, Connection.LIVE)
            turn.do(ReadRoutingStatus())
        case StreamLost():
            _lose_line(turn, event)
        case SignInEnded(reason):
            _stop_sending(turn)
            _set_connection(turn, Connection.SIGN_IN_ENDED, reason)
        case SubscriptionRefused(topic_kind):
            # Without Copilot there are no summaries, nor a permission for them: nothing is amiss.
            if topic_kind != SUMMARIES:
                turn.put_up(notices.topic_refused(event))


def _lose_line(turn: Turn, lost: StreamLost) -> None:
    turn.rest = replace(turn.rest, is_current=False)
    if lost.is_pushed_out:
        turn.put_up(notices.second_desk())
    if turn.rest.connection not in _NO_LINE:
        stands = Connection.NOT_PERMITTED if lost.is_not_permitted else Connection.OFFLINE
        _set_connection(turn, stands, lost.reason)


def _greet(turn: Turn, agent: Agent) -> None:
    for card in turn.all_cards():
        if card.leg.agent_id != agent.id:
            # Another agent's customer: counted below, but nothing for these eyes.
            remove_card(turn, card.leg.key)
    own = {key: each for key, each in turn.rest.past.items() if each.agent_id == agent.id}
    turn.rest = replace(turn.rest, agent=agent, past=own)
    turn.take(turn.outbox.signed_in(agent.id))
    for key in turn.outbox.unfinished_of(agent.id):
        show_submission(turn, key)
    _show_earlier_ends(turn, agent)
    show_cards_before(turn, agent.id)
    turn.take_down(notices.OTHERS)
    if others := turn.outbox.count_of_others:
        turn.put_up(notices.codes_of_others(others))


def _show_earlier_ends(turn: Turn, agent: Agent) -> None:
    """Count and show what an earlier run of today saw end without a code that arrived."""
    began_at = turn.day.began_at
    if began_at is None:
        return
    turn.day = turn.day.without(
        [each.key for each in turn.outbox.submissions.values() if each.agent_id != agent.id]
    )
    for ended in turn.rest.ended.values():
        is_known = ended.key in turn.cards or turn.outbox.is_decided(ended.key)
        if is_known or ended.agent_id != agent.id or ended.ended_at < began_at:
            continue
        turn.day = turn.day.with_ended(ended)
        if not ended.code_id and not ended.is_dismissed:
            turn.put_card(new_card(turn, leg_of_ended(ended)))
    for submission in tuple(turn.outbox.submissions.values()):
        ended_leg = turn.rest.ended.get(submission.key)
        is_put_away = ended_leg is not None and ended_leg.is_dismissed
        is_todays = submission.decision.decided_at >= began_at
        has_failed = submission.state.has_failed and submission.agent_id == agent.id
        if has_failed and is_todays and not is_put_away and submission.key not in turn.cards:
            turn.put_card(new_card(turn, leg_of(submission)))


def _stop_sending(turn: Turn) -> None:
    turn.rest = replace(turn.rest, is_current=False)
    turn.take(turn.outbox.signed_out())


def _say_goodbye(turn: Turn) -> None:
    _stop_sending(turn)
    turn.do(StopReadingLegs())
    for card in turn.all_cards():
        if card.submission is None or card.submission.state.is_final:
            remove_card(turn, card.leg.key)
    turn.rest = replace(turn.rest, agent=None, past={}, cards_before={})


def _set_connection(turn: Turn, connection: Connection, note: str = "") -> None:
    if (connection, note) != (turn.rest.connection, turn.rest.connection_note):
        offer = turn.rest.sign_in
        if connection is not Connection.SIGNING_IN and offer.address:
            offer = replace(offer, address="", has_browser=True)
        turn.rest = replace(turn.rest, connection=connection, connection_note=note, sign_in=offer)
