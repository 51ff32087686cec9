"""REST reads of users by id: bulk and single; deleted users are absent, or not found."""

from starlette.responses import Response

from wrapup_desk.simulator.history.people import past_agents
from wrapup_desk.simulator.http.pipeline import Call, Operation, json_answer
from wrapup_desk.simulator.wire.basics import page
from wrapup_desk.simulator.wire.directory import user_json
from wrapup_desk.simulator.wire.errors import ApiError
from wrapup_desk.simulator.world.organization import User

_USERS = ("users:readonly", "users")
MOST_IDS = 100


async def users(call: Call) -> Response:
    """GET /users: a page of all, or with `id` of those; who was deleted is not in it."""
    wanted = {part for value in _values(call, "id") for part in value.split(",") if part}
    if len(wanted) > MOST_IDS:
        raise ApiError("invalid.value", {"value": str(len(wanted)), "field": "id"})
    listed = [user for user in _known(call) if not wanted or user.id in wanted]
    entities = [user_json(user) for user in listed]
    try:
        return json_answer(page(entities, call.request.url.path, dict(call.query)))
    except ValueError as problem:
        raise ApiError("invalid.value", {"value": str(problem), "field": "page"}) from problem


async def user(call: Call) -> Response:
    """GET /users/{id}: 404 once the user was deleted."""
    found = next((one for one in _known(call) if one.id == call.path("user_id")), None)
    if found is None:
        raise ApiError("not.found")
    return json_answer(user_json(found))


OPERATIONS = [
    Operation("GET", "/users", users, _USERS),
    Operation("GET", "/users/{user_id}", user, _USERS),
]


def _known(call: Call) -> list[User]:
    """Everybody of today and of the past but the deleted."""
    organization = call.simulation.organization
    everybody = [*past_agents(organization.agents), organization.supervisor]
    deleted = call.simulation.capabilities.listed("deleted_users")
    return [user for user in everybody if not deleted & {user.id, user.name}]


def _values(call: Call, name: str) -> list[str]:
    return call.request.query_params.getlist(name)
