"""REST reads of the token, users, queues, wrap-up codes and scopes."""

from collections.abc import Sequence
from fnmatch import fnmatchcase

from starlette.responses import Response

from wrapup_desk.simulator.http.pipeline import API, Call, Operation, json_answer
from wrapup_desk.simulator.platform.oauth import SCOPES
from wrapup_desk.simulator.wire.basics import Json, iso, page
from wrapup_desk.simulator.wire.directory import (
    code_json,
    me_json,
    organization_json,
    queue_json,
    team_json,
)
from wrapup_desk.simulator.wire.errors import ApiError
from wrapup_desk.simulator.wire.routing_status import routing_status
from wrapup_desk.simulator.world.organization import (
    ORGANIZATION_ID,
    ORGANIZATION_NAME,
    TEAM_IDS,
    TEAM_NAMES,
    Code,
    Queue,
)

_USERS = ("user-basic-info", "users:readonly", "users")
_ROUTING = ("routing:readonly", "routing")


async def users_me(call: Call) -> Response:
    """GET /users/me."""
    assert call.user is not None
    now = call.simulation.clock.now()
    expand = frozenset(
        part for value in call.request.query_params.getlist("expand") for part in value.split(",")
    )
    permissions = call.simulation.permissions_of(call.user)
    known: dict[str, Json] = {
        "routingStatus": routing_status(call.simulation.centre, call.user.id, now),
        "organization": organization_json(),
        "date": {"currentDate": iso(now)},
        "authorization": {"permissions": sorted(permissions)},
    }
    return json_answer(me_json(call.user, expand, known))


async def user_routing_status(call: Call) -> Response:
    """GET a user's routing status."""
    user = call.simulation.organization.user(call.path("user_id"))
    if user is None:
        raise ApiError("not.found")
    now = call.simulation.clock.now()
    return json_answer(routing_status(call.simulation.centre, user.id, now))


async def user_queues(call: Call) -> Response:
    """GET a user's queues."""
    if call.simulation.organization.user(call.path("user_id")) is None:
        raise ApiError("not.found")
    return _page(call, [_user_queue(call, queue) for queue in _queues(call)])


async def queues_me(call: Call) -> Response:
    """GET the signed-in user's queues."""
    return _page(call, [_user_queue(call, queue) for queue in _queues(call)])


async def queues(call: Call) -> Response:
    """GET the queues of the organisation."""
    wanted = call.query.get("name")
    listed = [queue for queue in _queues(call) if _name_fits(queue.name, wanted)]
    members = len(call.simulation.organization.agents)
    return _page(call, [queue_json(queue, members) for queue in listed])


async def teams(call: Call) -> Response:
    """GET the teams; its pages go by a cursor, so that it counts none."""
    listed = zip(TEAM_IDS, TEAM_NAMES, strict=True)
    listing = [
        team_json(team_id, name, len(call.simulation.organization.agents))
        for team_id, name in listed
    ]
    return json_answer({"entities": listing, "selfUri": "/api/v2/teams"})


async def queue(call: Call) -> Response:
    """GET one queue with its after-call work setting."""
    members = len(call.simulation.organization.agents)
    return json_answer(queue_json(_queue(call), members))


async def queue_codes(call: Call) -> Response:
    """GET the codes of one queue."""
    return _page(call, _codes_json(call, _queue(call).codes))


async def codes(call: Call) -> Response:
    """GET all codes of the organisation."""
    return _page(call, _codes_json(call, call.simulation.organization.codes))


async def code(call: Call) -> Response:
    """GET one code."""
    found = call.simulation.organization.code(call.path("code_id"))
    if found is None:
        raise ApiError("not.found")
    return json_answer(code_json(found))


async def token_info(call: Call) -> Response:
    """models/token_info.py."""
    client = call.token.client
    organization = {"id": ORGANIZATION_ID, "name": ORGANIZATION_NAME}
    return json_answer(
        {
            "organization": organization,
            "homeOrganization": organization,
            "authorizedScope": sorted(call.simulation.scopes_of(call.token)),
            "OAuthClient": {
                "id": client.id,
                "name": client.name,
                "authorizedGrantType": client.grant,
                "state": "active",
                "organization": organization,
            },
        }
    )


async def token_check(_call: Call) -> Response:
    """HEAD /tokens/me: the token is good, or the gate has said 401."""
    return Response(status_code=200)


async def token_delete(call: Call) -> Response:
    """DELETE /tokens/me: log out."""
    call.simulation.oauth.revoke(call.token.value)
    return Response(status_code=204)


async def scopes(_call: Call) -> Response:
    """GET /oauth/scopes."""
    entities = [
        {"id": name, "description": text, "selfUri": f"{API}/oauth/scopes/{name}"}
        for name, text in SCOPES.items()
    ]
    return json_answer(
        {"total": len(entities), "entities": entities, "selfUri": f"{API}/oauth/scopes"}
    )


OPERATIONS = [
    Operation("GET", "/users/me", users_me, _USERS, needs_user=True),
    Operation("GET", "/users/{user_id}/routingstatus", user_routing_status, _USERS),
    Operation("GET", "/users/{user_id}/queues", user_queues, _ROUTING, ("routing:queue:view",)),
    Operation("GET", "/routing/queues/me", queues_me, _ROUTING, needs_user=True),
    Operation("GET", "/routing/queues", queues, _ROUTING, ("routing:queue:view",)),
    Operation("GET", "/teams", teams),
    Operation("GET", "/routing/queues/{queue_id}", queue, _ROUTING, ("routing:queue:view",)),
    Operation(
        "GET",
        "/routing/queues/{queue_id}/wrapupcodes",
        queue_codes,
        _ROUTING,
        ("routing:queue:view",),
    ),
    Operation("GET", "/routing/wrapupcodes", codes, _ROUTING, ("routing:wrapupCode:view",)),
    Operation(
        "GET",
        "/routing/wrapupcodes/divisionviews",
        codes,
        _ROUTING,
        ("routing:wrapupCode:search",),
    ),
    Operation(
        "GET",
        "/routing/wrapupcodes/divisionviews/{code_id}",
        code,
        _ROUTING,
        ("routing:wrapupCode:search",),
    ),
    Operation(
        "GET", "/routing/wrapupcodes/{code_id}", code, _ROUTING, ("routing:wrapupCode:view",)
    ),
    Operation("HEAD", "/tokens/me", token_check),
    Operation("GET", "/tokens/me", token_info),
    Operation("DELETE", "/tokens/me", token_delete),
    Operation("GET", "/oauth/scopes", scopes),
]


def _page(call: Call, entities: Sequence[Json]) -> Response:
    try:
        return json_answer(page(entities, call.request.url.path, dict(call.query)))
    except ValueError as problem:
        raise ApiError("invalid.value", {"value": str(problem), "field": "page"}) from problem


def _queues(call: Call) -> list[Queue]:
    return call.simulation.organization.queues


def _queue(call: Call) -> Queue:
    found = call.simulation.organization.queue(call.path("queue_id"))
    if found is None:
        raise ApiError("not.found")
    return found


def _user_queue(call: Call, queue: Queue) -> Json:
    return queue_json(queue, len(call.simulation.organization.agents), joined=True)


def _codes_json(call: Call, codes: Sequence[Code]) -> list[Json]:
    wanted_name = call.query.get("name")
    wanted_ids = {
        part for value in call.request.query_params.getlist("id") for part in value.split(",")
    }
    kept = [
        code
        for code in codes
        if _name_fits(code.name, wanted_name) and (not wanted_ids or code.id in wanted_ids)
    ]
    is_descending = call.query.get("sortOrder") == "descending" and (
        call.query.get("sortBy", "name") == "name"
    )
    ordered = sorted(kept, key=lambda code: code.name, reverse=is_descending)
    return [code_json(code) for code in ordered]


def _name_fits(name: str, wanted: str | None) -> bool:
    # "trailing *": the documented wildcard
    return wanted is None or fnmatchcase(name.lower(), wanted.lower())
