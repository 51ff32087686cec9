"""A server that writes down what is read from it and written to it, and ways to go wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from tests.fakes import (
    FakeClock,
    FakeContactCentre,
    Reply,
    lost_after,
    lost_before,
    refusing,
)
from wrapup_desk.application.base.ports import Answer, ReadBack
from wrapup_desk.domain.interaction import LegKey, Media
from wrapup_desk.domain.submission import ServerReply
from wrapup_desk.domain.wrapup import AssignedCode

FAULTS = {
    "slow effect": Reply(effect_after_s=1.5),
    "slow answer": Reply(answer_after_s=3.0),
    "effect untold": Reply(is_told=False),
    "slow and untold": Reply(effect_after_s=4.0, is_told=False),
    "lost before": lost_before(),
    "lost after": lost_after(),
    "lost after, late": lost_after(2.0),
    "failed without effect": refusing(ServerReply.FAILED),
    "failed with effect": Reply(Answer(ServerReply.FAILED, "502")),
    "malformed": refusing(ServerReply.MALFORMED),
    "not signed in": refusing(ServerReply.NOT_SIGNED_IN),
    "not permitted": refusing(ServerReply.NOT_PERMITTED),
    "not found": refusing(ServerReply.NOT_FOUND),
    "conflict": refusing(ServerReply.CONFLICT),
    "conflict with effect": Reply(Answer(ServerReply.CONFLICT, "409")),
    "too many": refusing(ServerReply.TOO_MANY),
    "too many, wait": refusing(ServerReply.TOO_MANY, retry_after_s=7.0),
}
READ_FAULTS = {
    "unreachable": Answer(ServerReply.UNREACHABLE, "no answer"),
    "failed": Answer(ServerReply.FAILED, "502"),
    "not permitted": Answer(ServerReply.NOT_PERMITTED, "403"),
    "not signed in": Answer(ServerReply.NOT_SIGNED_IN, "401"),
    "too many": Answer(ServerReply.TOO_MANY, "429", timedelta(seconds=4)),
}


@dataclass(slots=True)
class History:
    """What truly happened to one leg, in order."""

    decided: list[str] = field(default_factory=list)
    # Places in `happened` tell before from after.
    happened: list[tuple[str, str]] = field(default_factory=list)
    has_faults: bool = False

    @property
    def last_decided(self) -> str | None:
        return self.decided[-1] if self.decided else None


class WatchedCentre(FakeContactCentre):
    """A server that writes down what is read from it and written to it."""

    def __init__(self, clock: FakeClock, histories: dict[LegKey, History]) -> None:
        super().__init__(clock)
        self.histories = histories
        self.stops_before_s = 0.0
        self.before_effect = self._note_effect

    async def submit(
        self,
        key: LegKey,
        media: Media,
        code_id: str,
        note: str,
        *,
        tags: tuple[str, ...] = (),
        is_provisional: bool = False,
    ) -> Answer:
        self.histories[key].happened.append(("write", code_id))
        assert self._clock.monotonic() >= self.stops_before_s, "sent before Retry-After was over"
        answer = await super().submit(
            key, media, code_id, note, tags=tags, is_provisional=is_provisional
        )
        self._note_pause(answer)
        return answer

    async def read_back(self, key: LegKey, media: Media) -> ReadBack:
        read = await super().read_back(key, media)
        if read.answer.said is ServerReply.ACCEPTED:
            code_id = read.assigned.code_id if read.assigned else ""
            self.histories[key].happened.append(("read", code_id))
        self._note_pause(read.answer)
        return read

    def _note_pause(self, answer: Answer) -> None:
        if answer.retry_after is not None:
            until_s = self._clock.monotonic() + answer.retry_after.total_seconds()
            self.stops_before_s = max(self.stops_before_s, until_s)

    def _note_effect(self, key: LegKey, assigned: AssignedCode) -> None:
        kind = "person" if assigned.code_id.startswith("person-") else "effect"
        self.histories[key].happened.append((kind, assigned.code_id))
