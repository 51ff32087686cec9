"""A conversation as analytics shows it: participants, sessions, segments.

`AnalyticsConversation` and its parts. The code sits on one segment only: on the after-call
work's if there was any, else on the talk's.
"""

from datetime import datetime
from functools import lru_cache

from wrapup_desk.simulator.wire.basics import Json, without_absent
from wrapup_desk.simulator.world.conversation import AppliedCode, Conversation, Participant
from wrapup_desk.simulator.world.organization import HOME_DIVISION_ID, TEAM_IDS, Queue, stable_id

_MEDIA_TYPES = {
    "call": "voice",
    "callback": "callback",
    "message": "message",
    "email": "email",
    "video": "video",
    "cobrowse": "cobrowse",
    "screenshare": "screenshare",
}
_CUSTOMERS = frozenset({"customer", "external"})
_DISCONNECT_TYPES = {"transfer.noanswer": "noAnswerTransfer"}


def analytics_conversation(
    conversation: Conversation, as_of: datetime, *, with_attributes: bool
) -> Json:
    """The conversation as analytics knew it at *as_of*: it lags behind what is written."""
    ended_at = conversation.ended_at
    outbound = any(leg.direction == "outbound" for leg in conversation.legs)
    return without_absent(
        {
            "conversationId": conversation.id,
            "conversationStart": iso(conversation.started_at),
            "conversationEnd": iso(ended_at) if ended_at and ended_at <= as_of else None,
            "originatingDirection": "outbound" if outbound else "inbound",
            "divisionIds": [HOME_DIVISION_ID],
            "participants": [
                _participant(conversation, party, as_of, with_attributes=with_attributes)
                for party in conversation.parties
                if party[0].started_at <= as_of
            ]
            + _menus(conversation),
        }
    )


def code_as_of(participant: Participant, as_of: datetime) -> AppliedCode | None:
    """The code analytics had for the leg at *as_of*."""
    known = [code for code in participant.codes if not code.is_provisional and code.at <= as_of]
    return known[-1] if known else None


def iso(moment: datetime | None) -> str | None:
    """As `wire_basics.iso`, a third of the price: there are millions of them here."""
    return f"{moment.isoformat(timespec='milliseconds')[:-6]}Z" if moment else None


def _participant(
    conversation: Conversation, party: list[Participant], as_of: datetime, *, with_attributes: bool
) -> Json:
    one = party[-1]
    body: Json = {
        "participantId": one.id,
        "participantName": one.name or None,
        "userId": one.user_id,
        "purpose": one.purpose,
        "teamId": team_of(one.user_id) if one.user_id else None,
        "sessions": [
            _session(conversation, each, as_of) for each in party if each.started_at <= as_of
        ],
    }
    if with_attributes and one.attributes:
        body["attributes"] = dict(one.attributes)
    return without_absent(body)


def _session(conversation: Conversation, one: Participant, as_of: datetime) -> Json:
    is_phone = conversation.medium.name in {"call", "callback"}
    return without_absent(
        {
            "sessionId": one.communication_id,
            "mediaType": _MEDIA_TYPES.get(conversation.medium.name, "unknown"),
            "direction": one.direction,
            "ani": f"tel:{conversation.customer.address}" if is_phone else None,
            "addressFrom": None if is_phone else conversation.customer.address,
            "dnis": _called(conversation) if is_phone and one.purpose in _CUSTOMERS else None,
            "acwSkipped": True if one.is_agent and one.acw_state == "skipped" else None,
            "outboundCampaignId": _campaign(conversation, one),
            "segments": _segments(one, as_of),
        }
    )


def _first_queue(conversation: Conversation) -> Queue | None:
    return next((one.queue for one in conversation.participants if one.queue is not None), None)


def _called(conversation: Conversation) -> str | None:
    """The number that was called: each queue has one of its own."""
    queue = _first_queue(conversation)
    return f"tel:{number_of(queue.name)}" if queue is not None else None


@lru_cache(maxsize=4096)
def team_of(user_id: str) -> str:
    """The id of the team somebody is in."""
    return TEAM_IDS[int(stable_id("in team", user_id)[:8], 16) % len(TEAM_IDS)]


@lru_cache(maxsize=256)
def number_of(queue_name: str) -> str:
    """The number customers call to get to a queue."""
    return f"+612555{int(stable_id('number', queue_name)[:8], 16) % 100_000:05}"


def _menus(conversation: Conversation) -> list[Json]:
    """The voice menu a call went through before its queue, as a party of its own."""
    if conversation.medium.name != "call":
        return []
    queue = _first_queue(conversation)
    if queue is None:
        return []
    begins = iso(conversation.started_at)
    session = {
        "sessionId": stable_id(conversation.id, "menu"),
        "mediaType": "voice",
        "flow": _flow(queue.name),
        "segments": [{"segmentType": "ivr", "segmentStart": begins, "segmentEnd": begins}],
    }
    party = stable_id(conversation.id, "menu's party")
    return [{"participantId": party, "purpose": "ivr", "sessions": [session]}]


@lru_cache(maxsize=256)
def _flow(queue_name: str) -> Json:
    return {"flowId": stable_id("flow", queue_name), "flowName": f"{queue_name} inbound"}


def _campaign(conversation: Conversation, one: Participant) -> str | None:
    return (
        "00000000-0000-4000-a000-00000000ca11" if conversation.is_dialer and one.is_agent else None
    )


def _segments(one: Participant, as_of: datetime) -> list[Json]:
    if not one.is_agent:
        return [_segment("interact", one, one.connected_at, one.disconnected_at, as_of)]
    segments: list[Json] = []
    rings_until = one.connected_at or one.disconnected_at
    waiting = "dialing" if one.initial_state == "dialing" else "alert"
    segments.append(_segment(waiting, one, one.started_at, rings_until, as_of))
    if one.connected_at is not None:
        segments.append(_segment("interact", one, one.connected_at, one.disconnected_at, as_of))
    if one.acw_started_at is not None:
        segments.append(_segment("wrapup", one, one.acw_started_at, one.acw_ended_at, as_of))
    code = code_as_of(one, as_of)
    if code is not None:
        segments[-1]["wrapUpCode"] = code.code_id
        if code.notes:
            segments[-1]["wrapUpNote"] = code.notes
        if code.tags:
            segments[-1]["wrapUpTags"] = list(code.tags)
    return segments


def _skills(one: Participant) -> list[str] | None:
    """Ids alone, and nothing at all where none is asked for."""
    asked = one.queue.skills if one.queue else ()
    return [skill_id for skill_id, _ in asked] or None


def _segment(
    kind: str, one: Participant, start: datetime | None, end: datetime | None, as_of: datetime
) -> Json:
    is_over = end is not None and end <= as_of
    ends_the_leg = end is not None and end == one.disconnected_at
    disconnect = one.disconnect_type if is_over and ends_the_leg else None
    return without_absent(
        {
            "segmentType": kind,
            "segmentStart": iso(start),
            "segmentEnd": iso(end) if is_over else None,
            "queueId": one.queue.id if one.queue else None,
            "requestedRoutingSkillIds": _skills(one),
            "disconnectType": _DISCONNECT_TYPES.get(disconnect, disconnect)
            if disconnect
            else None,
            "conference": False,
        }
    )
