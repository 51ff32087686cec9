"""Works the desk without a window: tells every change of state, and may act as the agent."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping

from wrapup_desk.application.base.background import Background
from wrapup_desk.application.base.ports import Clock
from wrapup_desk.application.desk.desk import Desk
from wrapup_desk.application.desk.desk_state import Connection, DeskState, InteractionCard
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.domain.language.texts import tr_marked
from wrapup_desk.domain.modes import HiddenReason
from wrapup_desk.domain.submission import Submission, SubmissionState


class Choice(enum.Enum):
    """How the headless agent chooses."""

    FIRST = "first"  # what the program suggests first; any code when it suggests nothing
    NONE = "none"
    EXPECTED = "expected"  # what the simulator says is right


Change = dict[str, object]


class HeadlessAgent:
    """Listens to a desk, tells each change once, and chooses like a quick agent would.

    Args:
        desk: the desk to work.
        clock: for the time an agent needs to press a key.
        background: owner of the waiting.
        tell: called with each change, free of customer words.
        choice: how to choose.
        key_after_s: seconds between hang-up and the key press.
    """

    def __init__(
        self,
        desk: Desk,
        clock: Clock,
        background: Background,
        tell: Callable[[Change], None],
        choice: Choice = Choice.FIRST,
        key_after_s: float = 0.0,
    ) -> None:
        self._desk = desk
        self._clock = clock
        self._background = background
        self._tell = tell
        self._choice = choice
        self._key_after_s = key_after_s
        self._expected: Mapping[str, str] = {}
        self._told: dict[str, Change] = {}
        self._connection: Change = {}
        self._notices: dict[str, str] = {}
        self._chosen: set[str] = set()

    def expect(self, expected: Mapping[str, str]) -> None:
        """Take the right code ids by communication id."""
        self._expected = expected

    def on_state(self, state: DeskState) -> None:
        """Tell what changed, and choose where after-call work has begun."""
        connection = _connection(state)
        if connection != self._connection:
            self._connection = connection
            self._tell(connection)
        self._tell_notices({each.key: each.text for each in state.notices})
        for card in state.cards:
            change = _describe(card)
            if self._told.get(card.leg.key.communication_id) != change:
                self._told[card.leg.key.communication_id] = change
                self._tell(change)
            self._consider(card)

    def _tell_notices(self, notices: dict[str, str]) -> None:
        """Tell each notice that was put up, and with an empty text each that was taken down."""
        gone = self._notices.keys() - notices.keys()
        for key, text in {**dict.fromkeys(sorted(gone), ""), **notices}.items():
            if self._notices.get(key) != text:
                self._tell({"event": "notice", "key": key, "text": text})
        self._notices = notices

    def _consider(self, card: InteractionCard) -> None:
        communication_id = card.leg.key.communication_id
        if self._choice is Choice.NONE or communication_id in self._chosen:
            return
        if card.leg.phase is not Phase.AFTER_CALL or not card.needs_a_code or not card.codes:
            return
        if self._choice is Choice.FIRST and not self._desk.state.is_recommender_ready:
            return
        self._chosen.add(communication_id)
        self._background.start(self._press_key(communication_id), f"key for {communication_id}")

    async def _press_key(self, communication_id: str) -> None:
        if self._key_after_s > 0:
            await self._clock.sleep(self._key_after_s)
        card = self._desk.state.card(communication_id)
        if card is None or not card.needs_a_code:
            return
        first = card.ranking.first
        code_id = first.code.id if first else card.codes[0].id
        if self._choice is Choice.EXPECTED or card.hidden_reason is HiddenReason.BLIND:
            code_id = self._expected.get(communication_id, code_id)
        self._desk.choose_code(communication_id, code_id)


def _connection(state: DeskState) -> Change:
    """Return where the line stands, and why it is not live; the note of a live one is no reason."""
    change: Change = {"event": "connection", "is": state.connection.value}
    if state.connection is Connection.SIGNED_OUT:
        reason = state.sign_in.reason
    else:
        reason = "" if state.connection is Connection.LIVE else state.connection_note
    return {**change, "reason": reason} if reason else change


def _describe(card: InteractionCard) -> Change:
    first = card.ranking.first
    submission = card.submission
    change: Change = {
        "event": "interaction",
        "conversation": card.leg.key.conversation_id,
        "communication": card.leg.key.communication_id,
        "media": card.leg.media.value,
        "queue": card.leg.queue_name,
        "phase": card.leg.phase.value,
        "codes": len(card.codes),
    }
    if first is not None:
        change["suggested"] = first.code.name
        change["source"] = first.source.value
    if card.hidden_reason is not HiddenReason.NONE:
        change["silence"] = card.hidden_reason.value
    if submission is not None:
        change["decided"] = submission.decision.code.name
        change["by"] = submission.decision.decider.value
        change["submission"] = _state_text(card, submission)
        if submission.reason:
            change["reason"] = submission.reason
    if card.codes_problem:
        change["problem"] = tr_marked(card.codes_problem)
    return change


def _state_text(card: InteractionCard, submission: Submission) -> str:
    """Return where a submission stands; "waiting" only when it waits on disk."""
    if submission.state is SubmissionState.WAITING and not card.is_saved:
        return "sending"
    return submission.state.value
