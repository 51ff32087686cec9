"""What the program needs of the outside world, one protocol per ability."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from wrapup_desk.domain.agent import Agent, RoutingStatus
from wrapup_desk.domain.events import (
    ContactCentreEvent,
    ConversationChanged,
    CopilotSummary,
    PredictedCode,
)
from wrapup_desk.domain.history.leg_records import LegRecord
from wrapup_desk.domain.interaction import Leg, LegKey, Media
from wrapup_desk.domain.submission import ServerReply, Submission
from wrapup_desk.domain.suggestion import CaseFacts, Ranking
from wrapup_desk.domain.transcript import Utterance
from wrapup_desk.domain.wrapup import AssignedCode, WrapupCode


class ContactCentreError(Exception):
    """The contact centre did not do what was asked; the text is fit for a person.

    Attributes:
        retry_after: how long the server asked to wait, if it did.
    """

    def __init__(self, message: str, retry_after: timedelta | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Unreachable(ContactCentreError):
    """No answer, or none that can be understood: try again later."""


class NotPermitted(ContactCentreError):
    """The server refused for want of a permission or a scope."""


class NotFound(ContactCentreError):
    """The server does not know the thing asked for."""


class SignInNeeded(ContactCentreError):
    """There is no valid token."""


class RateLimited(ContactCentreError):
    """Too many requests; `retry_after` says how long to wait."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server answered to a write.

    *message* is fit for a person; it names the server's own error code and correlation id.
    """

    said: ServerReply
    message: str = ""
    retry_after: timedelta | None = None


@dataclass(frozen=True, slots=True)
class ReadBack:
    """A leg as a read just showed it.

    *answer* says `ACCEPTED` when the read succeeded; then *assigned* is the code on record. *leg*
    may still be None where only the code could be read.
    """

    answer: Answer
    leg: Leg | None = None
    assigned: AssignedCode | None = None


class ContactCentre(Protocol):
    """A signed-in connection to Genesys Cloud, or to anything that speaks like it.

    Reads raise `ContactCentreError`; writes and read-backs return what the server said.
    """

    async def follow(self, publish: Callable[[ContactCentreEvent], None]) -> None:
        """Publish events until cancelled; reconnects by itself, and resyncs after each gap."""

    async def me(self) -> Agent: ...

    async def routing_status(self) -> RoutingStatus: ...

    async def conversation(self, conversation_id: str) -> ConversationChanged:
        """Read one conversation, the agent's own legs in it."""

    async def codes_for(self, leg: Leg, *, anew: bool = False) -> tuple[WrapupCode, ...]:
        """Read the codes valid for *leg*: the participant's own list.

        With *anew* what was read before does not count: the list has proved to be old.
        """

    async def written_words(self, leg: Leg, message_ids: Sequence[str]) -> tuple[Utterance, ...]:
        """Read the texts of written messages or mails of *leg*."""

    async def copilot_summary(self, leg: Leg) -> CopilotSummary:
        """Read what Genesys Copilot has on *leg*; empty when that is nothing or not available."""

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
        """Write a code, with tags beside it, on the agent's own leg. 202 means accepted, no more."""

    async def read_back(self, key: LegKey, media: Media) -> ReadBack:
        """Read where the leg stands and which code is on record for it."""

    def server_now(self) -> datetime:
        """Return the server's clock, from the Date headers seen so far."""

    async def close(self) -> None: ...


class SignInFailed(Exception):
    """Signing in did not work; the text says what happened and the one thing to do."""


class Authenticator(Protocol):
    """Gets, keeps and ends the agent's token."""

    async def restore(self) -> bool:
        """Take the token kept from last time, if it is still good."""

    async def sign_in(self, open_browser: Callable[[str], None]) -> None:
        """Sign in through the system's browser, and keep the token.

        Raises:
            SignInFailed: cancelled, timed out, refused, or no answer.
        """

    async def sign_out(self) -> None:
        """Revoke the token at the server and forget it here; never raises for want of a network."""


class Clock(Protocol):
    """The machine's clocks."""

    def now(self) -> datetime:
        """Return the wall clock, aware, UTC. It may jump."""

    def monotonic(self) -> float:
        """Return seconds that never jump; only differences mean anything."""

    async def sleep(self, seconds: float) -> None:
        """Return when at least *seconds* have passed by the monotonic clock."""


class SubmissionStore(Protocol):
    """Keeps submissions durably: what `save` returned from survives power loss."""

    async def check(self) -> None:
        """Find out whether anything can be saved.

        Raises:
            StoreFull: there is no room on the disk.
            StoreBroken: the file cannot be written.
        """

    async def save(self, submission: Submission) -> None:
        """Insert, or replace if the revision is not older than the stored one.

        Saves take effect in the order they were asked for.

        Raises:
            StoreFull: there is no room on the disk; nothing was written.
            StoreBroken: the file cannot be written; nothing was written.
        """

    async def unfinished(self) -> tuple[Submission, ...]:
        """Return what is not final yet, oldest first."""

    async def since(self, instant: datetime) -> tuple[Submission, ...]:
        """Return every submission decided at or after *instant*, oldest first."""

    async def newest_at(self) -> datetime | None:
        """Return when the newest submission was decided; None where there is none."""

    async def forget_before(self, instant: datetime) -> None:
        """Remove what is final and was decided before *instant*, for good."""


class LegRecordStore(Protocol):
    """Keeps what agents have selected and not sent, and how legs without a decision ended."""

    async def save_record(self, record: LegRecord) -> None:
        """Insert, or take the place of the record of the same kind of the same leg.

        Raises:
            StoreError: nothing was written.
        """

    async def forget_selection(self, key: LegKey) -> None:
        """Remove what was selected for a leg; it was sent, taken back, or came too late."""

    async def leg_records(self) -> tuple[LegRecord, ...]:
        """Return all of them, oldest first."""


class DeskStore(SubmissionStore, LegRecordStore, Protocol):
    """What the desk keeps of legs, in one place."""


class StoreError(Exception):
    """The local database could not do what was asked; the text is fit for a person."""


class StoreFull(StoreError):
    """There is no room on the disk."""


class StoreBroken(StoreError):
    """The database file cannot be read or written."""


class ModelStore(Protocol):
    """Keeps what the recommender has learnt."""

    async def load_model(self) -> bytes | None: ...

    async def save_model(self, model: bytes) -> None: ...


class SecretStore(Protocol):
    """Keeps the access token out of files: the system's keyring, or memory where there is none."""

    def read(self, name: str) -> str | None: ...

    def write(self, name: str, secret: str) -> None: ...

    def delete(self, name: str) -> None: ...

    @property
    def is_durable(self) -> bool:
        """Whether a secret survives the program."""


class Case(Protocol):
    """What the recommender knows of one live leg; costs only what is added to it."""

    def hear(self, utterance: Utterance) -> None: ...

    def learn_facts(self, facts: CaseFacts) -> None: ...

    def note_codes(self, codes: Sequence[WrapupCode]) -> None: ...

    def note_predictions(self, predictions: Sequence[PredictedCode]) -> None: ...

    def note_proposal(self, code_id: str) -> None: ...


class Recommender(Protocol):
    """Suggests codes for a leg and learns from confirmed ones."""

    def open_case(self, facts: CaseFacts, codes: Sequence[WrapupCode]) -> Case: ...

    def suggest(self, case: Case, *, has_ended: bool) -> Ranking:
        """Rank the case's codes; *has_ended* switches from the live to the final head."""

    def topics_beside(self, case: Case, first_id: str) -> Iterator[WrapupCode | None]:
        """Look for a second topic of a talk whose first is *first_id*, a little at each step.

        Yields the best found so far; the last one counts.
        """

    def learn(self, case: Case, code_id: str, *, was_looked_at: bool) -> None:
        """Learn from a confirmed code; one nobody looked at never teaches."""

    def export(self) -> bytes:
        """Return the whole model in its versioned file format."""
