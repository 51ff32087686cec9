"""Runs whole desks as the program builds them, without a window, each for one agent."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from wrapup_desk.adapters.genesys.http.rest import RestClient
from wrapup_desk.adapters.keyring_secrets import MemorySecrets
from wrapup_desk.adapters.system_clock import SystemClock
from wrapup_desk.application.base.ports import Case
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.application.desk.desk import Desk
from wrapup_desk.application.desk.desk_state import Connection, DeskState, InteractionCard
from wrapup_desk.application.services.sign_in import SignIn
from wrapup_desk.domain.events import PredictedCode
from wrapup_desk.domain.submission import SubmissionState
from wrapup_desk.domain.suggestion import CaseFacts, Ranking, Source, Suggestion
from wrapup_desk.domain.transcript import Utterance
from wrapup_desk.domain.wrapup import WrapupCode
from wrapup_desk.main.apps.desk_app import open_desk_app
from wrapup_desk.main.apps.recommender_setup import load_recommender
from wrapup_desk.main.system.profile import Profile

# A loaded machine takes its time; a test that fails waits as long, one that passes does not.
LONG_S = 20.0


class KeptToken(MemorySecrets):
    """A keyring that holds the agent's token, as after yesterday's sign-in."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self.token = token

    def read(self, name: str) -> str | None:
        expires_at = SystemClock().now() + timedelta(hours=8)
        return json.dumps({"token": self.token, "expires_at": expires_at.isoformat()})

    def delete(self, name: str) -> None:
        """Keep it: the next token is put in by the trial."""


@dataclass
class SureCase:
    """What `SureRecommender` knows of a leg: its codes, and whether anything was said."""

    codes: Sequence[WrapupCode] = ()
    turns: int = 0
    proposal: str = ""

    def hear(self, utterance: Utterance) -> None:
        self.turns += 1

    def learn_facts(self, facts: CaseFacts) -> None:
        pass

    def note_codes(self, codes: Sequence[WrapupCode]) -> None:
        self.codes = codes

    def note_predictions(self, predictions: Sequence[PredictedCode]) -> None:
        pass

    def note_proposal(self, code_id: str) -> None:
        self.proposal = code_id


@dataclass
class SureRecommender:
    """A recommender that is allowed to act as soon as somebody has said something.

    What the real one is allowed to do depends on how much it has learnt, which is measured
    elsewhere; here it is the sending that is tried.
    """

    needs_turns: int = 1
    learnt: list[str] = field(default_factory=list)

    def open_case(self, facts: CaseFacts, codes: Sequence[WrapupCode]) -> SureCase:
        return SureCase(codes)

    def suggest(self, case: Case, *, has_ended: bool) -> Ranking:
        assert isinstance(case, SureCase), "a case of another recommender"
        if case.turns < self.needs_turns or not case.codes:
            return Ranking()
        first = Suggestion(case.codes[0], 0.99, Source.MODEL)
        return Ranking((first,), is_clear=True, may_auto_submit=True)

    def topics_beside(self, case: Case, first_id: str) -> Iterator[WrapupCode | None]:
        return iter(())

    def learn(self, case: Case, code_id: str, *, was_looked_at: bool) -> None:
        self.learnt.append(code_id)

    def export(self) -> bytes:
        return b""


@dataclass
class SignedInDesk:
    """One agent's desk, live."""

    desk: Desk
    sign_in: SignIn
    secrets: KeptToken
    changed: asyncio.Event
    rest: RestClient

    def card(self, communication_id: str) -> InteractionCard | None:
        return self.desk.state.card(communication_id)

    async def until(
        self, holds: Callable[[DeskState], bool], timeout_s: float = LONG_S, *, what: str = ""
    ) -> None:
        """Wait until the desk's snapshot fits; fails the trial when time is up."""
        try:
            async with asyncio.timeout(timeout_s):
                while not holds(self.desk.state):
                    self.changed.clear()
                    await self.changed.wait()
        except TimeoutError:
            state = self.desk.state
            cards = [
                (card.leg.key.communication_id, card.leg.phase.value, card.submission)
                for card in state.cards
            ]
            raise AssertionError(f"never so: {what}; {state.connection}, {cards}") from None

    async def until_card(
        self,
        communication_id: str,
        holds: Callable[[InteractionCard], bool],
        timeout_s: float = LONG_S,
        *,
        what: str = "",
    ) -> InteractionCard:
        """Wait until the leg's card fits, and return it."""

        def fits(state: DeskState) -> bool:
            card = state.card(communication_id)
            return card is not None and holds(card)

        await self.until(fits, timeout_s, what=what)
        card = self.card(communication_id)
        assert card is not None
        return card

    async def until_confirmed(
        self, communication_id: str, timeout_s: float = LONG_S
    ) -> InteractionCard:
        return await self.until_card(
            communication_id,
            lambda card: (
                card.submission is not None and card.submission.state is SubmissionState.CONFIRMED
            ),
            timeout_s,
            what="confirmed",
        )


@asynccontextmanager
async def signed_in_desk(
    api: str,
    token: str,
    folder: Path,
    settings: Settings | None = None,
    recommender: SureRecommender | None = None,
    *,
    with_real_recommender: bool = False,
) -> AsyncIterator[SignedInDesk]:
    """Run the program's core for the agent whose *token* it is, until the block ends."""
    wanted = replace(settings or Settings(), api_url=api, login_url=api, client_id="any")
    secrets = KeptToken(token)
    async with open_desk_app(wanted, Profile.at(folder), secrets, _no_browser) as core:
        signed_in = SignedInDesk(core.desk, core.sign_in, secrets, asyncio.Event(), core.rest)
        core.desk.listen(lambda _: signed_in.changed.set())
        await core.desk.start()
        if with_real_recommender:
            await load_recommender(core.desk, core.store)
        else:
            core.desk.use_recommender(recommender or SureRecommender(needs_turns=10**9))
        assert await core.sign_in.restore()
        await signed_in.until(lambda state: state.connection is Connection.LIVE, what="live")
        yield signed_in


def _no_browser(url: str) -> None:
    raise AssertionError("the token was there: nobody has to sign in")
