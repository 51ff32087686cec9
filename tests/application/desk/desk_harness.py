"""A desk whose agent is signed in and whose stream is live, for tests of the desk."""

from __future__ import annotations

from tests.fakes import (
    AGENT,
    BILLING,
    FakeClock,
    FakeContactCentre,
    FakeRecommender,
    InMemoryStore,
    settle,
)
from wrapup_desk.application.base.background import Background
from wrapup_desk.application.base.ports import Recommender
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.application.desk.desk import Desk
from wrapup_desk.application.desk.desk_state import DeskState, InteractionCard
from wrapup_desk.domain.events import (
    ConversationChanged,
    Resynced,
    StreamLost,
    StreamOpened,
    WordsHeard,
)
from wrapup_desk.domain.interaction import Leg, Phase
from wrapup_desk.domain.modes import Mode, QueueRule
from wrapup_desk.domain.submission import SubmissionState
from wrapup_desk.domain.transcript import Speaker, Utterance


class DeskHarness:
    """A desk whose agent is signed in and whose stream is live."""

    def __init__(
        self,
        clock: FakeClock,
        centre: FakeContactCentre,
        store: InMemoryStore,
        background: Background,
    ) -> None:
        self.clock = clock
        self.centre = centre
        self.store = store
        self.background = background
        self.recommender = FakeRecommender()
        self.snapshots: list[DeskState] = []
        self.desk = self.another()

    def another(self, settings: Settings | None = None) -> Desk:
        return Desk(
            self.centre,
            self.store,
            self.store,
            self.clock,
            self.background,
            settings or Settings(),
        )

    async def open(
        self, settings: Settings | None = None, recommender: Recommender | None = None
    ) -> None:
        if settings is not None:
            self.desk = self.another(settings)
        self.desk.listen(self.snapshots.append)
        await self.desk.start()
        self.desk.use_recommender(recommender or self.recommender)
        self.desk.greet(AGENT)
        self.go_live()
        await settle()

    def go_live(self) -> None:
        self.centre._publish = self.desk.on_event
        self.centre.tell(StreamOpened())
        self.centre.tell(
            Resynced(
                tuple(
                    ConversationChanged(leg.key.conversation_id, (leg,))
                    for leg in self.centre.legs.values()
                    if not leg.phase.is_over
                )
            )
        )

    def go_offline(self) -> None:
        self.centre.tell(StreamLost("no network"))
        self.centre._publish = None

    async def put(self, leg: Leg) -> None:
        self.centre.put(leg)
        await settle()

    async def move(self, phase: Phase, number: int = 1) -> None:
        self.centre.move(number, phase)
        await settle()

    def choose(self, code_id: str = BILLING.id, note: str = "", number: int = 1) -> None:
        self.desk.choose_code(f"communication-{number}", code_id, note)

    @property
    def state(self) -> DeskState:
        return self.desk.state

    def card(self, number: int = 1) -> InteractionCard:
        card = self.state.card(f"communication-{number}")
        assert card is not None
        return card

    def has_card(self, number: int = 1) -> bool:
        return self.state.card(f"communication-{number}") is not None

    @property
    def sent(self) -> SubmissionState | None:
        submission = self.card().submission
        return submission.state if submission else None

    @property
    def notices(self) -> dict[str, str]:
        return {notice.key: notice.text for notice in self.state.notices}


def said(text: str, id_: str = "1", communication_id: str = "communication-1") -> WordsHeard:
    utterance = Utterance(id_, Speaker.CUSTOMER, text)
    return WordsHeard("conversation-1", communication_id, (utterance,))


def rules(mode: Mode, *, trusts_backend: bool = False) -> Settings:
    return Settings(queues={"Support": QueueRule(mode, trusts_backend=trusts_backend)})
