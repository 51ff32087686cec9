"""Tells of a planned conversation as analytics was seen to: out of order, cut short, misspelt."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from random import Random

from wrapup_desk.simulator.history.details import iso
from wrapup_desk.simulator.history.history import PlantedFlaw
from wrapup_desk.simulator.history.month_plan import (
    PlannedConversation,
    PlannedLeg,
    PlannedPart,
)
from wrapup_desk.simulator.wire.basics import Json, without_absent
from wrapup_desk.simulator.world.organization import Queue

# Names as they were seen: cut inside an emoji, with control characters, with a formula.
_NAMES = ("Zoe \ud83d", "tab\there", "line\nbreak", "=1+1", "\x00nul", "  ", "Søren \u202eevil")


def row_of(one: PlannedConversation, as_of: datetime) -> Json:
    """The conversation as analytics knew it at *as_of*."""
    return _as_known(_Teller(one).row(), as_of)


class _Teller:
    """Tells of one conversation, the same each time."""

    def __init__(self, one: PlannedConversation) -> None:
        self._one = one
        self._choice = Random(one.id)

    def row(self) -> Json:
        one, choice = self._one, self._choice
        sessions: dict[str, list[Json]] = {}
        users: dict[str, str] = {}
        for leg in one.legs:
            sessions.setdefault(leg.participant, []).append(self._leg(leg))
            users[leg.participant] = leg.agent.id
        for part in one.parts:
            sessions.setdefault(part.participant, []).append(self._part(part))
            users[part.participant] = part.agent.id
        is_united = any(leg.medium == "callback" for leg in one.legs)
        if is_united and choice.random() < 0.5:
            _tag_the_call(sessions["agent"])
        agents = [self._agent(place, users[place], several) for place, several in sessions.items()]
        participants = [self._customer(), *agents]
        choice.shuffle(participants)
        return {
            "conversationId": one.id,
            "conversationStart": iso(one.started_at),
            "conversationEnd": iso(one.ended_at),
            "originatingDirection": "inbound",
            "participants": participants,
        }

    def _customer(self) -> Json:
        one, choice = self._one, self._choice
        name = choice.choice(_NAMES) if choice.random() < 0.1 else one.customer_name
        talk = self._segment("interact", one.started_at, one.ended_at, None)
        return {
            "participantId": one.participant_id("customer"),
            "participantName": name,
            "purpose": choice.choice(("customer", "external")),
            "sessions": [
                {
                    "sessionId": one.session_id("customer", "call"),
                    "mediaType": "voice",
                    "ani": f"tel:{one.address}",
                    "segments": [talk],
                }
            ],
        }

    def _agent(self, place: str, user_id: str, sessions: list[Json]) -> Json:
        self._choice.shuffle(sessions)
        found: Json = {
            "participantId": self._one.participant_id(place),
            "userId": self._spelt(user_id),
            "purpose": "agent",
            "sessions": sessions,
        }
        return found

    def _leg(self, leg: PlannedLeg) -> Json:
        segments: list[Json] = []
        ring_at = (leg.answered_at or leg.work_from or self._one.started_at) - timedelta(seconds=3)
        segments.append(
            self._segment("alert", ring_at, leg.answered_at or leg.work_from, leg.queue)
        )
        if leg.answered_at and leg.hung_up_at:
            segments += self._talk(leg.answered_at, leg.hung_up_at, leg.queue)
        if leg.work_from and leg.work_until:
            # Wrap-up was seen to begin before talk ends.
            early = timedelta(seconds=2 if leg.hung_up_at and self._choice.random() < 0.1 else 0)
            segments.append(
                self._segment("wrapup", leg.work_from - early, leg.work_until, leg.queue)
            )
        self._put_code(leg, segments)
        self._choice.shuffle(segments)
        return without_absent(
            {
                "sessionId": self._one.session_id(leg.participant, leg.session),
                "mediaType": leg.medium,
                "direction": "inbound",
                "acwSkipped": True if leg.flaw is PlantedFlaw.SKIPPED else None,
                "segments": segments,
            }
        )

    def _talk(self, start: datetime, end: datetime, queue: Queue) -> list[Json]:
        if end - start > timedelta(seconds=60) and self._choice.random() < 0.3:
            pause = start + timedelta(seconds=20)
            return [
                self._segment("interact", start, pause, queue),
                self._segment("hold", pause, pause + timedelta(seconds=15), queue),
                self._segment("interact", pause + timedelta(seconds=15), end, queue),
            ]
        return [self._segment("interact", start, end, queue)]

    def _put_code(self, leg: PlannedLeg, segments: list[Json]) -> None:
        if leg.code_id is None:
            if self._choice.random() < 0.3:
                segments[-1]["wrapUpCode"] = self._choice.choice((" ", "", "\t"))
            return
        segments[-1]["wrapUpCode"] = self._spelt(leg.code_id)
        if self._choice.random() < 0.2:
            segments[-1]["wrapUpNote"] = self._choice.choice(
                ("Calls again.", "raw\ttab", "\udc00")
            )

    def _part(self, part: PlannedPart) -> Json:
        segment = self._segment(part.kind, part.begun_at, part.ended_at, part.queue)
        joined = self._one.participant_id(part.joined) if part.joined else None
        return without_absent(
            {
                "sessionId": self._one.session_id(part.participant, part.session),
                "mediaType": part.medium,
                "direction": "outbound" if part.kind == "dialing" else "inbound",
                "bargedParticipantId": joined,
                "segments": [segment],
            }
        )

    def _segment(
        self, kind: str, start: datetime, end: datetime | None, queue: Queue | None
    ) -> Json:
        # A segment that lasts as long as its conversation was seen without an end.
        is_left_out = end == self._one.ended_at and kind == "interact"
        is_left_out = is_left_out and self._choice.random() < 0.3
        return without_absent(
            {
                "segmentType": kind,
                "segmentStart": self._time(start),
                "segmentEnd": None if is_left_out else self._time(end),
                "queueId": self._spelt(queue.id) if queue else None,
                "conference": False,
            }
        )

    def _time(self, moment: datetime | None) -> str | None:
        """As text, without the fraction where there is none: so times do not sort as texts do."""
        text = iso(moment)
        return text.replace(".000Z", "Z") if text else None

    def _spelt(self, text: str) -> str:
        spell: Callable[[str], str] = self._choice.choice((str, str, str.upper, str.lower))
        return spell(text)


def _tag_the_call(sessions: list[Json]) -> None:
    """Put a callback's code on its call as well, or on it alone: both are one participant's."""
    [callback] = [each for each in sessions if each["mediaType"] == "callback"]
    call = sessions[-1]
    for segment in callback["segments"]:
        if "wrapUpCode" in segment:
            code = segment.pop("wrapUpCode")
            call["segments"][-1]["wrapUpCode"] = code
            if "wrapUpNote" in segment:
                call["segments"][-1]["wrapUpNote"] = segment.pop("wrapUpNote")


def _as_known(row: Json, as_of: datetime) -> Json:
    """Leave out what came after *as_of*."""
    until = iso(as_of) or ""
    if row["conversationEnd"] <= until and all(
        segment.get("segmentEnd", "") <= until for segment in _segments(row)
    ):
        return row
    if row["conversationEnd"] > until:
        del row["conversationEnd"]
    for participant in row["participants"]:
        for session in participant["sessions"]:
            session["segments"] = [
                _segment_as_known(each, until)
                for each in session["segments"]
                if each["segmentStart"] <= until
            ]
    return row


def _segments(row: Json) -> Iterable[Json]:
    for participant in row["participants"]:
        for session in participant["sessions"]:
            yield from session["segments"]


def _segment_as_known(segment: Json, until: str) -> Json:
    if segment.get("segmentEnd", "~") > until:
        return {
            name: value
            for name, value in segment.items()
            if name not in ("segmentEnd", "wrapUpCode", "wrapUpNote")
        }
    return segment
