from typing import Any

import httpx
import pytest

from tests.adapters.genesys.rest_harness import CANARY, HandClock, answer, error_body, rest_on
from wrapup_desk.adapters.genesys.history.analytics import Analytics
from wrapup_desk.adapters.genesys.history.history import GenesysHistory
from wrapup_desk.adapters.genesys.history.transcripts import Transcripts, storage_client
from wrapup_desk.application.base.ports import ContactCentreError, NotPermitted, Unreachable
from wrapup_desk.domain.interaction import LegKey, Media
from wrapup_desk.domain.transcript import Speaker

KEY = LegKey("c", "p", "m")
LINK = "https://bucket.storage.example/transcript?signature=secret-of-the-link"
PHRASES = [
    {"text": "and then", "startTimeMs": 20, "participantPurpose": "internal"},
    {"decoratedText": "Hello.", "text": "hello", "startTimeMs": 10, "participantPurpose": "external"},
    {"text": "", "startTimeMs": 30},
]  # fmt: skip
FILE = {"transcripts": [{"transcriptId": "t", "phrases": PHRASES}]}


class Storage:
    """A storage provider that keeps what it was sent."""

    def __init__(self, response: httpx.Response | Exception | None = None) -> None:
        self.response = response or httpx.Response(200, json=FILE)
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if isinstance(self.response, Exception):
            raise self.response
        return self.response


def transcripts(genesys: Any, storage: Storage, *, is_demo: bool = False) -> Transcripts:
    http = storage_client(httpx.AsyncClient(transport=httpx.MockTransport(storage)))
    return Transcripts(rest_on(genesys), http, HandClock(), is_demo=is_demo)


def link(url: str) -> Any:
    return lambda _: answer(200, {"url": url})


async def test_words_come_in_order_with_their_speakers() -> None:
    words = await transcripts(link(LINK), Storage()).read(KEY)

    assert [(each.speaker, each.text) for each in words] == [
        (Speaker.CUSTOMER, "Hello."),
        (Speaker.AGENT, "and then"),
    ]


async def test_the_token_never_reaches_the_storage() -> None:
    storage = Storage()

    await transcripts(link(LINK), storage).read(KEY)

    sent = storage.requests[0]
    assert "authorization" not in sent.headers
    assert CANARY not in f"{sent.headers}{sent.url}"


async def test_a_redirect_of_the_storage_is_not_followed() -> None:
    storage = Storage(httpx.Response(302, headers={"location": "https://elsewhere.example/"}))

    with pytest.raises(Unreachable, match="302"):
        await transcripts(link(LINK), storage).read(KEY)
    assert len(storage.requests) == 1


@pytest.mark.parametrize("status", [404, 410])
async def test_a_transcript_that_was_deleted_is_no_trouble(status: int) -> None:
    assert await transcripts(link(LINK), Storage(httpx.Response(status))).read(KEY) == ()


@pytest.mark.parametrize(
    "url",
    [
        "http://bucket.storage.example/t",
        "file:///etc/passwd",
        "https://user:word@bucket.example/t",
        "https://[bad/t",
        "http://127.0.0.1:80/t",
        "//",
    ],
)
async def test_a_link_to_anything_but_https_is_not_opened(url: str) -> None:
    storage = Storage()

    with pytest.raises(ContactCentreError, match="no usable address"):
        await transcripts(link(url), storage).read(KEY)
    assert storage.requests == []


async def test_the_simulator_may_store_on_this_machine() -> None:
    words = await transcripts(link("http://127.0.0.1:8080/t"), Storage(), is_demo=True).read(KEY)

    assert len(words) == 2


async def test_without_a_transcript_there_are_no_words() -> None:
    nothing = transcripts(lambda _: error_body(404, "not.found"), Storage())

    assert await nothing.read(KEY) == ()
    assert await transcripts(link(""), Storage()).read(KEY) == ()


async def test_the_list_of_links_is_asked_where_the_single_link_is_not_permitted() -> None:
    def genesys(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/transcripturl"):
            return error_body(403, "missing.permissions", "speechAndTextAnalytics:data:view")
        return answer(200, {"urls": [{"url": LINK}, {}]})

    assert len(await transcripts(genesys, Storage()).read(KEY)) == 2


async def test_a_missing_permission_is_named() -> None:
    message = "needs recording:recording:view"
    refused = transcripts(lambda _: error_body(403, "missing.permissions", message), Storage())

    with pytest.raises(NotPermitted, match="recording:recording:view"):
        await refused.read(KEY)


async def test_where_neither_link_is_there_nothing_was_transcribed() -> None:
    def genesys(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/transcripturl"):
            return error_body(403, "missing.permissions", "")
        return error_body(404, "not.found")

    assert await transcripts(genesys, Storage()).read(KEY) == ()


@pytest.mark.parametrize(
    "response",
    [
        httpx.Response(403, text="expired"),
        httpx.ConnectError("no route"),
        httpx.Response(200, text="<html>"),
    ],
)
async def test_a_link_that_does_not_work_is_told_without_the_link(
    response: httpx.Response | httpx.ConnectError,
) -> None:
    with pytest.raises(ContactCentreError) as caught:
        await transcripts(link(LINK), Storage(response)).read(KEY)

    assert "secret-of-the-link" not in str(caught.value)


async def test_an_endless_transcript_is_given_up() -> None:
    storage = Storage(httpx.Response(200, content=b"x" * (21 * 2**20)))

    with pytest.raises(ContactCentreError, match="too large"):
        await transcripts(link(LINK), storage).read(KEY)


def test_a_client_with_credentials_is_not_taken_for_the_storage() -> None:
    for http in (
        httpx.AsyncClient(headers={"Authorization": "Bearer x"}),
        httpx.AsyncClient(auth=("a", "b")),
        httpx.AsyncClient(follow_redirects=True),
    ):
        with pytest.raises(ValueError, match="no credentials"):
            storage_client(http)


async def test_what_was_said_in_a_callback_is_read_from_its_calls() -> None:
    talk = [{"segmentType": "interact", "segmentStart": "2026-11-22T10:00:00Z"}]
    sessions = [
        {"sessionId": "m", "mediaType": "callback", "segments": talk},
        {"sessionId": "busy", "mediaType": "voice", "segments": [{"segmentType": "dialing"}]},
        {"sessionId": "call", "mediaType": "voice", "segments": talk},
    ]
    agent = {"participantId": "p", "purpose": "agent", "sessions": sessions}
    asked: list[str] = []

    def genesys(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/details"):
            return answer(
                200, {"conversations": [{"conversationId": "c", "participants": [agent]}]}
            )
        asked.append(request.url.path.split("/")[-2])
        if asked[-1] == "call":
            return answer(200, {"url": LINK})
        return error_body(404, "not.found")

    rest, clock = rest_on(genesys), HandClock()
    past = GenesysHistory(rest, Analytics(rest, clock), transcripts(genesys, Storage()), clock)

    words = await past.words_of(KEY, Media.CALLBACK)

    assert asked == ["m", "call"]
    assert [each.text for each in words] == ["Hello.", "and then"]
