"""REST of past transcripts: a pre-signed link, and the storage that serves it without a token."""

import hashlib
import hmac
import secrets
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from wrapup_desk.simulator.history.recall import words_of
from wrapup_desk.simulator.history.store import AnalyticsStore
from wrapup_desk.simulator.http.pipeline import Call, Operation, json_answer
from wrapup_desk.simulator.platform.simulation import Simulation
from wrapup_desk.simulator.wire.basics import Json, epoch_ms
from wrapup_desk.simulator.wire.errors import ApiError
from wrapup_desk.simulator.world.conversation import Conversation, Participant, Words

_SCOPES = ("speech-and-text-analytics:readonly", "speech-and-text-analytics")
_PATH = "/speechandtextanalytics/conversations/{conversation_id}/communications/{communication_id}"
_LINK_LIFE = timedelta(minutes=10)


class TranscriptRoutes:
    """Signs links to transcripts, and serves what a good link names."""

    def __init__(self, simulation: Simulation, analytics: AnalyticsStore) -> None:
        self._simulation = simulation
        self._analytics = analytics
        self._secret = secrets.token_bytes(32)

    def operations(self) -> list[Operation]:
        """The two ways to get a link."""
        recording = ("recording:recording:view", "recording:recordingSegment:view")
        return [
            Operation(
                "GET", f"{_PATH}/transcripturl", self._url, _SCOPES, ("recording:recording:view",)
            ),
            Operation("GET", f"{_PATH}/transcripturls", self._urls, _SCOPES, recording),
        ]

    def routes(self) -> list[Route]:
        """The storage's own side: it knows no tokens."""
        return [Route("/simulator/storage/transcripts/{conversation_id}/{leg}", self._storage)]

    async def _url(self, call: Call) -> Response:
        # Documented: both permissions are needed for this one
        granted = self._simulation.permissions_of(call.user)
        if "speechAndTextAnalytics:data:view" not in granted:
            raise ApiError("missing.permissions")
        return json_answer({"url": self._signed(call)})

    async def _urls(self, call: Call) -> Response:
        conversation_id = call.path("conversation_id")
        return json_answer(
            {
                "conversation": {
                    "id": conversation_id,
                    "selfUri": f"/api/v2/conversations/{conversation_id}",
                },
                "communicationId": call.path("communication_id"),
                "urls": [{"url": self._signed(call)}],
            }
        )

    def _signed(self, call: Call) -> str:
        conversation = self._simulation.centre.conversation(call.path("conversation_id"))
        leg = conversation.leg_of(call.path("communication_id")) if conversation else None
        if conversation is None or leg is None or not self._said(conversation, leg):
            raise ApiError("not.found")
        expires = epoch_ms(self._simulation.clock.now() + _LINK_LIFE)
        path = f"/simulator/storage/transcripts/{conversation.id}/{leg.communication_id}"
        signature = self._signature(conversation.id, leg.communication_id, str(expires))
        return f"{self._simulation.base_url}{path}?expires={expires}&signature={signature}"

    async def _storage(self, request: Request) -> Response:
        # Observed with pre-signed links: only one way of signing in may be used
        if "authorization" in request.headers:
            problem = "Only one auth mechanism allowed; do not send an Authorization header"
            return JSONResponse({"error": problem}, 400)
        conversation_id, leg_id = (
            request.path_params["conversation_id"],
            request.path_params["leg"],
        )
        expires = request.query_params.get("expires", "0")
        wanted = self._signature(conversation_id, leg_id, expires)
        is_signed = hmac.compare_digest(wanted, request.query_params.get("signature", ""))
        now = epoch_ms(self._simulation.clock.now())
        if not is_signed or not expires.isdigit() or int(expires) < now:
            return JSONResponse({"error": "Request has expired"}, 403)
        conversation = self._simulation.centre.conversation(conversation_id)
        leg = conversation.leg_of(leg_id) if conversation else None
        if conversation is None or leg is None:
            return JSONResponse({"error": "No such key"}, 404)
        return JSONResponse(_transcript(conversation, leg, self._said(conversation, leg)))

    def _signature(self, *parts: str) -> str:
        return hmac.new(self._secret, "/".join(parts).encode(), hashlib.sha256).hexdigest()

    def _said(self, conversation: Conversation, leg: Participant) -> list[Words]:
        past = self._analytics.history.find(conversation.id)
        if past is None:
            return conversation.words
        for place in range(len(past.legs)):
            if past.communication_id(f"leg {place}") == leg.communication_id:
                return words_of(past, place, self._simulation.organization)
        return []


def _transcript(conversation: Conversation, leg: Participant, words: list[Words]) -> Json:
    """The file's observed shape; no schema of it is published."""
    start = conversation.started_at
    phrases = [
        {
            "text": said.text,
            "decoratedText": said.text,
            "startTimeMs": epoch_ms(said.at),
            "participantPurpose": "external" if said.speaker == "customer" else "internal",
        }
        for said in words
    ]
    return {
        "conversationId": conversation.id,
        "communicationId": leg.communication_id,
        "mediaType": conversation.medium.name,
        "conversationStartTime": epoch_ms(start),
        "transcripts": [
            {"transcriptId": leg.id, "phrases": phrases, "analytics": {"sentiment": []}}
        ],
        "participants": [],
    }
