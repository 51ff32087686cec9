"""Reads which codes Genesys Copilot predicted for past conversations, where it is licensed."""

from __future__ import annotations

from functools import partial

from wrapup_desk.adapters.genesys.http.decoding import Wire, decode
from wrapup_desk.adapters.genesys.http.rest import RestClient
from wrapup_desk.adapters.genesys.http.retry import ReadRetry
from wrapup_desk.application.base.ports import Clock, NotFound
from wrapup_desk.domain.events import PredictedCode
from wrapup_desk.domain.identifiers import canonical_id
from wrapup_desk.domain.interaction import LegKey


class _WireCode(Wire):
    id: str | None = None
    confidence: float | None = None


class _WireReference(Wire):
    id: str | None = None


class _WireSummary(Wire):
    communication: _WireReference | None = None
    predicted_wrapup_codes: list[_WireCode] | None = None
    date_created: str | None = None


class _WireSummaries(Wire):
    """`ConversationSummariesGetResponse`."""

    summary: _WireSummary | None = None
    session_summaries: list[_WireSummary] | None = None


class PastPredictions:
    """What Copilot predicted (`CopilotPredictions`)."""

    def __init__(self, rest: RestClient, clock: Clock) -> None:
        self._rest = rest
        self._patience = ReadRetry(clock)

    async def of_leg(self, key: LegKey) -> PredictedCode | None:
        """Return the likeliest code of the leg's own summary, else of the conversation's.

        Raises:
            ContactCentreError: not permitted, or not readable now.
        """
        path = f"/conversations/{key.conversation_id}/summaries"
        try:
            raw = await self._patience.ask(partial(self._rest.get, path))
        except NotFound:
            return None  # no Copilot, or none for this conversation
        return _likeliest(decode(raw, _WireSummaries, "GET /conversations/{id}/summaries"), key)


def _likeliest(answer: _WireSummaries, key: LegKey) -> PredictedCode | None:
    sessions = answer.session_summaries or []
    own = [one for one in sessions if _communication_of(one) == key.communication_id]
    # One that names no communication is of the whole conversation.
    whole = [one for one in (*sessions, answer.summary) if one and not _communication_of(one)]
    for summaries in (own, whole):
        newest = sorted(summaries, key=lambda one: one.date_created or "", reverse=True)
        for summary in newest:
            codes = [code for code in summary.predicted_wrapup_codes or () if code.id]
            if codes:
                best = max(codes, key=lambda code: code.confidence or 0.0)
                confidence = min(1.0, max(0.0, best.confidence or 0.0))
                return PredictedCode(canonical_id(best.id), confidence)
    return None


def _communication_of(summary: _WireSummary) -> str:
    return (summary.communication.id if summary.communication else "") or ""
