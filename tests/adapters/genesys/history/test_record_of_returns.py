"""A correction of a past leg whose customer came back to the same agent since."""

import pytest

from tests.adapters.genesys.rest_harness import answer, rest_on
from tests.adapters.genesys.rest_table import KEY, Genesys
from tests.domain.repair.examples import correction as a_correction
from wrapup_desk.adapters.genesys.history.analytics import Analytics
from wrapup_desk.adapters.genesys.history.record import RecordClient
from wrapup_desk.application.repair.ports import Way
from wrapup_desk.domain.interaction import Media
from wrapup_desk.domain.submission import ServerReply

_BASE = "/conversations/messages/c-1/participants/p-1"
_ENDED = {
    "id": "m-1",
    "state": "disconnected",
    "connectedTime": "2026-11-22T00:10:00Z",
    "disconnectedTime": "2026-11-22T00:12:00Z",
}
_BACK = {"id": "m-2", "state": "connected", "connectedTime": "2026-11-22T00:20:00Z"}


@pytest.mark.parametrize("is_back", [True, False])
async def test_what_went_on_is_corrected_by_its_communication_and_never_by_the_participant(
    *, is_back: bool
) -> None:
    sessions = [_ENDED, _BACK] if is_back else [_ENDED]
    mine = {"id": "p-1", "userId": "u-1", "purpose": "agent", "messages": sessions}
    genesys = Genesys(
        {
            "GET /conversations/c-1": answer(200, {"id": "c-1", "participants": [mine]}),
            f"POST {_BASE}/communications/m-1/wrapup": answer(202),
            f"PATCH {_BASE}": answer(202),
        }
    )
    rest = rest_on(genesys, clock=genesys.clock)
    record = RecordClient(rest, Analytics(rest, genesys.clock))
    correction = a_correction(key=KEY, media=Media.MESSAGE)

    await record.read_code(KEY, Media.MESSAGE)
    by_communication = await record.write_code(Way.COMMUNICATION, correction)
    by_participant = await record.write_code(Way.PARTICIPANT, correction)

    assert by_communication.said is ServerReply.ACCEPTED
    refused = ServerReply.MALFORMED if is_back else ServerReply.ACCEPTED
    assert by_participant.said is refused
    assert (f"PATCH {_BASE}" in genesys.lines) is not is_back
