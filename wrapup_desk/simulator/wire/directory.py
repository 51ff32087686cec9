"""Users, queues and wrap-up codes as REST JSON."""

from collections.abc import Mapping

from wrapup_desk.simulator.wire.basics import Json, without_absent
from wrapup_desk.simulator.world.organization import (
    HOME_DIVISION_ID,
    ORGANIZATION_ID,
    ORGANIZATION_NAME,
    Code,
    Queue,
    User,
)

_DIVISION: Json = {
    "id": HOME_DIVISION_ID,
    "name": "Home",
    "selfUri": f"/api/v2/authorization/divisions/{HOME_DIVISION_ID}",
}


def team_json(team_id: str, name: str, members: int) -> Json:
    """models/team.py."""
    return {
        "id": team_id,
        "name": name,
        "division": dict(_DIVISION),
        "memberCount": members,
        "selfUri": f"/api/v2/teams/{team_id}",
    }


def code_json(code: Code) -> Json:
    """models/wrapup_code.py."""
    return {
        "id": code.id,
        "name": code.name,
        "division": dict(_DIVISION),
        "description": code.description,
        "selfUri": f"/api/v2/routing/wrapupcodes/{code.id}",
    }


def queue_json(queue: Queue, members: int, *, joined: bool | None = None) -> Json:
    """models/queue.py; with *joined*, models/user_queue.py."""
    return without_absent(
        {
            "id": queue.id,
            "name": queue.name,
            "division": dict(_DIVISION),
            "description": queue.description,
            "memberCount": members,
            "acwSettings": without_absent(
                {"wrapupPrompt": queue.prompt.on_queue, "timeoutMs": queue.timeout_ms}
            ),
            "enableTranscription": True,
            "joined": joined,
            "selfUri": f"/api/v2/routing/queues/{queue.id}",
        }
    )


def user_json(user: User) -> Json:
    """models/user.py."""
    return {
        "id": user.id,
        "name": user.name,
        "division": dict(_DIVISION),
        "email": user.email,
        "username": user.email,
        "state": "active",
        "version": 1,
        "acdAutoAnswer": False,
        "selfUri": f"/api/v2/users/{user.id}",
    }


def me_json(user: User, expand: frozenset[str], known: Mapping[str, Json]) -> Json:
    """models/user_me.py; of what is *known* besides, that which the client asked for."""
    return user_json(user) | {name: part for name, part in known.items() if name in expand}


def organization_json() -> Json:
    """models/organization.py."""
    return {
        "id": ORGANIZATION_ID,
        "name": ORGANIZATION_NAME,
        "defaultLanguage": "en-us",
        "version": 1,
        "state": "active",
        "productPlatform": "GenesysCloud",
        "selfUri": f"/api/v2/organizations/{ORGANIZATION_ID}",
    }
