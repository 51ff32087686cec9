import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.adapters.genesys.notification_server import (
    EventRecorder,
    NotificationServer,
    feed_of,
    running,
)
from tests.adapters.genesys.rest_harness import (
    FastClock,
    a_conversation,
    a_leg,
    answer,
    error_body,
)
from tests.adapters.genesys.rest_table import ME, Genesys
from wrapup_desk.adapters.genesys.conversations.codes import QueueNames
from wrapup_desk.adapters.genesys.conversations.contact_centre import (
    GenesysContactCentre,
    with_queue_names,
)
from wrapup_desk.application.base.ports import NotPermitted, SignInNeeded, Unreachable
from wrapup_desk.domain.events import ConversationChanged
from wrapup_desk.domain.interaction import Media
from wrapup_desk.domain.wrapup import WrapupCode

CODES = answer(200, [{"id": "w-1", "name": "Refund", "description": "Money back"}, {"id": "w-2"}])


@pytest.mark.parametrize(
    ("media", "path"),
    [
        (Media.CALL, "/conversations/calls/c-1/participants/p-1/wrapupcodes"),
        (Media.EMAIL, "/conversations/emails/c-1/participants/p-1/wrapupcodes"),
        (Media.VIDEO, "/conversations/c-1/participants/p-1/wrapupcodes"),
        (Media.SOCIAL, "/conversations/c-1/participants/p-1/wrapupcodes"),
        (Media.SCREENSHARE, "/conversations/c-1/participants/p-1/wrapupcodes"),
    ],
)
async def test_the_codes_are_the_participants_own(media: Media, path: str) -> None:
    genesys = Genesys({f"GET {path}": CODES})

    codes = await genesys.centre().codes_for(a_leg(media))

    assert codes == (WrapupCode("w-1", "Refund", "Money back"), WrapupCode("w-2", "w-2"))


@pytest.mark.parametrize(
    "refusal", [error_body(403, "missing.permissions"), error_body(404, "not.found")]
)
async def test_where_the_participant_has_no_list_all_pages_of_the_queues_are_read(
    refusal: httpx.Response,
) -> None:
    pages = [
        answer(200, {"entities": [{"id": f"w-{n}", "name": f"Code {n}"}], "pageCount": 3})
        for n in range(3)
    ]
    genesys = Genesys(
        {
            "GET /conversations/calls/c-1/participants/p-1/wrapupcodes": refusal,
            "GET /routing/queues/q-1/wrapupcodes": pages,
        }
    )

    codes = await genesys.centre().codes_for(a_leg())

    assert [code.id for code in codes] == ["w-0", "w-1", "w-2"]
    assert [request.url.params["pageNumber"] for request in genesys.requests[1:]] == [
        "1",
        "2",
        "3",
    ]


async def test_a_direct_call_has_the_participants_list_only() -> None:
    refusal = error_body(403, "missing.permissions")
    genesys = Genesys({"GET /conversations/calls/c-1/participants/p-1/wrapupcodes": refusal})

    with pytest.raises(NotPermitted):
        await genesys.centre().codes_for(a_leg(queue_id=""))

    assert len(genesys.requests) == 1


async def test_the_codes_of_a_queue_are_read_once_in_ten_minutes() -> None:
    genesys = Genesys({"GET /conversations/calls/c-1/participants/p-1/wrapupcodes": CODES})
    centre = genesys.centre()

    await centre.codes_for(a_leg())
    genesys.clock.seconds += 599
    await centre.codes_for(a_leg())
    assert len(genesys.requests) == 1
    genesys.clock.seconds += 2
    await centre.codes_for(a_leg())
    assert len(genesys.requests) == 2


async def test_codes_that_cannot_be_understood_are_an_error_for_a_person() -> None:
    path = "GET /conversations/calls/c-1/participants/p-1/wrapupcodes"
    genesys = Genesys({path: answer(200, "nonsense")})

    with pytest.raises(Unreachable, match="could not be read"):
        await genesys.centre().codes_for(a_leg())


async def centre_following(
    genesys: NotificationServer, listener: Callable[..., None]
) -> GenesysContactCentre:
    stream = feed_of(genesys, FastClock(1), listener)
    centre = GenesysContactCentre(stream._parts, b"salt")
    genesys.rest_answers["/users/me"] = [ME]
    await centre.me()
    return centre


class _Following:
    """Gives `running` a stream to run."""

    def __init__(self, centre: GenesysContactCentre, listener: Callable[..., None]) -> None:
        self._centre, self._listener = centre, listener

    async def run(self) -> None:
        await self._centre.follow(self._listener)


def without_queue_name() -> dict[str, Any]:
    body = a_conversation(queueId="q-1")
    del body["participants"][1]
    return body


async def test_a_queue_known_by_its_id_only_is_told_again_with_its_name() -> None:
    async with NotificationServer() as genesys:
        genesys.rest_answers["/routing/queues/q-1"] = [
            answer(200, {"id": "q-1", "name": "Orders"})
        ]
        listener = EventRecorder()
        centre = await centre_following(genesys, listener)
        async with running(_Following(centre, listener)):
            await genesys.until(lambda: "GET /conversations" in genesys.requests)
            await genesys.tell(without_queue_name())
            await listener.until(
                lambda events: any(
                    isinstance(event, ConversationChanged) and event.legs[0].queue_name == "Orders"
                    for event in events
                )
            )
            await genesys.tell(without_queue_name())
            await listener.count(ConversationChanged, 3)

    assert genesys.requests.count("GET /routing/queues/q-1") == 1
    assert listener.of(ConversationChanged)[-1].legs[0].queue_name == "Orders"


async def test_a_queue_whose_name_is_not_permitted_is_asked_for_once() -> None:
    genesys = Genesys({"GET /routing/queues/q-1": error_body(403, "missing.permissions")})
    names = QueueNames(genesys.centre()._rest)

    assert await names.read("q-1") == ""
    assert names.known("q-1") == ""
    assert names.known("q-2") is None


async def test_a_name_told_by_one_conversation_serves_all() -> None:
    names = QueueNames(Genesys({}).centre()._rest)
    with_queue_names(ConversationChanged("c-1", (a_leg(queue_name="Orders"),)), names)

    named = with_queue_names(ConversationChanged("c-2", (a_leg(),)), names)

    assert named.legs[0].queue_name == "Orders"


async def test_following_without_a_sign_in_says_so_at_once() -> None:
    genesys = Genesys({})
    centre = genesys.centre()
    centre._rest.token.forget()

    with pytest.raises(SignInNeeded):
        async with asyncio.timeout(5):
            await centre.follow(lambda event: None)
