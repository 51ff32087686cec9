"""A desk for practice: made-up interactions in memory, which take a code like real ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from wrapup_desk.application.desk.desk_state import Connection, DeskState, InteractionCard
from wrapup_desk.domain.agent import Agent
from wrapup_desk.domain.interaction import Leg, LegKey, Media, Phase, Prompt
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.submission import Submission, SubmissionState
from wrapup_desk.domain.suggestion import Evidence, EvidenceKind, Ranking, Source, Suggestion
from wrapup_desk.domain.wrapup import Decider, Decision, WrapupCode

PRACTICE_LEG = "practice"
_TALKED, _TIME = timedelta(minutes=4), timedelta(minutes=10)
_AGENT = Agent("practice-agent", "")
_LIKELY = (0.72, 0.21, 0.04)


def _codes() -> tuple[WrapupCode, ...]:
    names = (tr("Refund"), tr("Address changed"), tr("Complaint passed on"))
    return tuple(WrapupCode(f"practice-{number}", name) for number, name in enumerate(names))


def _heard() -> tuple[str, ...]:
    return tr("money back"), tr("moved house"), tr("complain")


class PracticeDesk:
    """Takes the window's commands; nothing is kept and nothing leaves this computer."""

    def __init__(self, server_now: Callable[[], datetime]) -> None:
        self.server_now = server_now
        self._listeners: list[Callable[[DeskState], None]] = []
        self.state = DeskState()
        self.begin()

    def begin(self) -> None:
        """Start over with one interaction in after-call work."""
        card = InteractionCard(_leg(self.server_now()), codes=_codes(), ranking=_ranking())
        self._show(
            DeskState(
                connection=Connection.LIVE, agent=_AGENT, cards=(card,), is_recommender_ready=True
            )
        )

    @property
    def card(self) -> InteractionCard:
        return self.state.cards[0]

    def listen(self, listener: Callable[[DeskState], None], /) -> None:
        self._listeners.append(listener)

    def choose_code(
        self, communication_id: str, code_id: str, note: str = "", topic_ids: tuple[str, ...] = ()
    ) -> None:
        """Confirm the choice at once, as Genesys does a moment later."""
        del topic_ids  # there is one topic here
        card = self.card
        code = next((each for each in self.card.codes if each.id == code_id), None)
        if code is None or communication_id != PRACTICE_LEG:
            return
        decision = Decision(code, note, Decider.AGENT, self.server_now(), self.card.codes[0].id)
        submission = Submission(
            card.leg.key,
            card.leg.media,
            _AGENT.id,
            decision,
            state=SubmissionState.CONFIRMED,
        )
        self._use(replace(card, submission=submission, is_saved=True, is_choosing_again=False))

    def choose_again(self, communication_id: str) -> None:
        """Offer the choice again."""
        if communication_id == PRACTICE_LEG and self.card.submission is not None:
            self._use(replace(self.card, is_choosing_again=True))

    def undo(self, communication_id: str) -> None:
        self.choose_again(communication_id)

    def select(
        self, communication_id: str, code_id: str, note: str, topic_ids: tuple[str, ...] = ()
    ) -> None:
        """Keep nothing: a selection lives in the card."""

    def hold(self, communication_id: str) -> None:
        """Stop nothing: here nothing is sent by itself."""

    def leave_draft_out(self, communication_id: str) -> None:
        """Leave nothing out: here no note is drafted."""

    def retry(self, communication_id: str) -> None:
        """Do nothing: here nothing fails."""

    def tell_supervisor(self, communication_id: str) -> None:
        """Tell nobody: this is practice."""

    def dismiss(self, communication_id: str) -> None:
        """Keep the card: it is the only one."""

    def look_back(self) -> None:
        """Look nowhere: practice has no past."""

    def dismiss_notice(self, key: str) -> None:
        """Do nothing: there are no notices."""

    def toggle_favourite(self, code_id: str, queue_id: str) -> None:
        """Remember nothing: the codes are made up."""

    def sign_in(self) -> None:
        """Stay in practice."""

    def cancel_sign_in(self) -> None:
        """Stay in practice."""

    def sign_out(self) -> None:
        """Stay in practice."""

    def _use(self, card: InteractionCard) -> None:
        self._show(replace(self.state, cards=(card,)))

    def _show(self, state: DeskState) -> None:
        self.state = state
        for listener in self._listeners:
            listener(state)


def _leg(now: datetime) -> Leg:
    return Leg(
        key=LegKey("practice-conversation", "practice-participant", PRACTICE_LEG),
        agent_id=_AGENT.id,
        media=Media.CALL,
        phase=Phase.AFTER_CALL,
        direction="inbound",
        queue_id="practice-queue",
        queue_name=tr("Practice"),
        customer_name=tr("A made-up customer"),
        prompt=Prompt.TIMEOUT,
        wrapup_timeout=_TIME,
        connected_at=now - _TALKED,
        disconnected_at=now,
        acw_started_at=now,
    )


def _ranking() -> Ranking:
    suggestions = (
        Suggestion(code, probability, Source.MODEL, (Evidence(EvidenceKind.HEARD, word),))
        for code, word, probability in zip(_codes(), _heard(), _LIKELY, strict=True)
    )
    return Ranking(tuple(suggestions), is_clear=True)
