"""The simulator's own side: record, buttons, new conversations, faults, capabilities."""

import json
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from wrapup_desk.simulator.http.page import codes_page, record_page
from wrapup_desk.simulator.http.routes.record import leg_json, record_json
from wrapup_desk.simulator.platform.simulation import Simulation
from wrapup_desk.simulator.platform.wrapup_rules import WrapupRequest, Writer, applied
from wrapup_desk.simulator.script.player import Player
from wrapup_desk.simulator.script.scenarios import BrokenScenario, prediction_of, script_of
from wrapup_desk.simulator.script.script import Say, Script
from wrapup_desk.simulator.wire.basics import Json
from wrapup_desk.simulator.world.conversation import Conversation, Participant
from wrapup_desk.simulator.world.leg_life import ImpossibleLegMove, LegState
from wrapup_desk.simulator.world.organization import Code, changed_codes, stable_id

_JOINS = frozenset({"monitored", "coached", "barged"})
LegAction = Callable[[Simulation, Conversation, Participant], None]


def control_routes(simulation: Simulation, player: Player) -> list[Route]:
    """Routes that no Genesys Cloud has: they are the test's and the person's hand."""
    control = _Control(simulation, player)
    return [
        Route("/", control.page, methods=["GET"]),
        Route("/simulator/record", control.record, methods=["GET"]),
        Route("/simulator/legs/{communication_id}/codes", control.codes, methods=["GET"]),
        Route("/simulator/legs/{communication_id}/code", control.code, methods=["POST"]),
        Route("/simulator/legs/{communication_id}/{action}", control.leg, methods=["POST"]),
        Route("/simulator/conversations", control.start, methods=["POST"]),
        Route("/simulator/conversations/{id}/words", control.say, methods=["POST"]),
        Route("/simulator/conversations/{id}/predict", control.predict, methods=["POST"]),
        Route("/simulator/conversations/{id}/transfer", control.transfer, methods=["POST"]),
        Route("/simulator/conversations/{id}/alert", control.alert, methods=["POST"]),
        Route("/simulator/conversations/{id}/join", control.join, methods=["POST"]),
        Route("/simulator/queues/{name}/codes", control.change_codes, methods=["POST"]),
        Route("/simulator/capabilities", control.read_capabilities, methods=["GET"]),
        Route("/simulator/capabilities", control.set_capabilities, methods=["POST"]),
        Route("/simulator/faults", control.read_faults, methods=["GET"]),
        Route("/simulator/faults", control.add_faults, methods=["POST"]),
        Route("/simulator/faults", control.clear_faults, methods=["DELETE"]),
    ]


class _Control:
    def __init__(self, simulation: Simulation, player: Player) -> None:
        self._simulation = simulation
        self._player = player
        self._manual_count = 0

    async def page(self, _request: Request) -> Response:
        return HTMLResponse(record_page(record_json(self._simulation)))

    async def record(self, _request: Request) -> Response:
        return JSONResponse(record_json(self._simulation))

    async def leg(self, request: Request) -> Response:
        """One button: answer, hold, retrieve, hangup, miss, complete."""
        action = _ACTIONS.get(request.path_params["action"])
        found = self._simulation.centre.find_leg(request.path_params["communication_id"])
        if action is None or found is None:
            return _problem(404, "No such leg or action.")
        try:
            action(self._simulation, *found)
        except ImpossibleLegMove as impossible:
            return _problem(409, str(impossible))
        return self._leg_answer(request, found)

    async def codes(self, request: Request) -> Response:
        """The page on which a person chooses a code as in Genesys' own window."""
        found = self._simulation.centre.find_leg(request.path_params["communication_id"])
        if found is None:
            return _problem(404, "No such leg.")
        queue = found[1].queue
        codes = queue.codes if queue else self._simulation.organization.codes
        listed = [(code.id, code.name) for code in codes]
        return HTMLResponse(codes_page(found[1].communication_id, found[0].title, listed))

    async def code(self, request: Request) -> Response:
        """{"code": name or id, "notes"?}: the agent picks a code in Genesys' own window."""
        found = self._simulation.centre.find_leg(request.path_params["communication_id"])
        fields = await _fields(request)
        code = self._simulation.organization.code_of(str(fields.get("code", "")))
        if found is None or code is None:
            return _problem(404, "No such leg or code.")
        leg = found[1]
        body = {"code": code.id, "notes": fields.get("notes", "")}
        writer = Writer(self._simulation.organization.user(leg.user_id or ""), "agent")
        now = self._simulation.clock.now()
        chosen = applied(WrapupRequest.parsed(body), leg, writer, now)
        if chosen is None or leg.state in {LegState.ALERTING, LegState.MISSED}:
            return _problem(409, f"A leg that is {leg.state.value} takes no code.")
        self._simulation.centre.apply_code(*found, chosen, now)
        return self._leg_answer(request, found)

    def _leg_answer(self, request: Request, found: tuple[Conversation, Participant]) -> Response:
        # A person's browser goes back to the page, a program gets the leg
        if "text/html" in request.headers.get("accept", ""):
            return RedirectResponse("/", 303)
        return JSONResponse(leg_json(*found, self._simulation.organization))

    # --- conversations -----------------------------------------------------------------------

    async def start(self, request: Request) -> Response:
        """Start one conversation; in mode "manual" nothing happens by itself."""
        fields: dict[str, Any] = await request.json()
        mode = fields.pop("mode", "manual")
        is_answered = bool(fields.pop("answered", False))
        is_held = bool(fields.pop("hold", False))
        is_direct = bool(fields.pop("direct", False))
        turns = fields.pop("turns", [])
        self._manual_count += 1
        try:
            script = self._script({**fields, "steps": fields.get("steps", []) + _steps(turns)})
        except (BrokenScenario, KeyError, TypeError, ValueError) as problem:
            return _problem(400, f"Cannot start this conversation: {problem}")
        agent = script.agent or self._simulation.organization.agents[0]
        if mode == "play":
            self._simulation.start(self._player.play(script, agent))
            return JSONResponse({"mode": mode})
        conversation = self._player.open(script)
        leg = self._player.alert(conversation, agent, script, is_direct=is_direct)
        if is_answered or is_held:
            self._simulation.centre.answer(conversation, leg, self._simulation.clock.now())
            for step in script.steps:
                if isinstance(step, Say):
                    self._player.say_now(conversation, leg, step.speaker, step.text)
        if is_held:
            self._simulation.centre.hold(conversation, leg, self._simulation.clock.now())
        return JSONResponse(leg_json(conversation, leg, self._simulation.organization))

    async def say(self, request: Request) -> Response:
        """{"speaker", "text", "partial"?}: one turn, now."""
        conversation = self._conversation(request)
        if conversation is None:
            return _problem(404, "No such conversation.")
        fields = await request.json()
        words = self._player.say_now(
            conversation,
            conversation.legs[-1],
            fields["speaker"],
            fields["text"],
            is_final=not fields.get("partial", False),
        )
        return JSONResponse({"id": words.id})

    async def predict(self, request: Request) -> Response:
        """{"text", "codes": [[name, score], ...]}: the Copilot's event, now."""
        conversation = self._conversation(request)
        if conversation is None:
            return _problem(404, "No such conversation.")
        fields = await request.json()
        step = prediction_of(fields, self._simulation.organization)
        self._player.predict(conversation, conversation.legs[-1], step)
        return JSONResponse({})

    async def transfer(self, request: Request) -> Response:
        """{"agent": name or id, "consult"?}: hand the last live leg over; returns the new leg."""
        conversation = self._conversation(request)
        if conversation is None:
            return _problem(404, "No such conversation.")
        fields = await request.json()
        agent = self._agent(fields["agent"])
        if agent is None:
            return _problem(404, "No such agent.")
        consult = bool(fields.get("consult", False))
        leg = self._player.hand_over_now(conversation, agent, is_consult=consult)
        return JSONResponse(leg_json(conversation, leg, self._simulation.organization))

    async def alert(self, request: Request) -> Response:
        """{"agent": name or id}: back in its queue, ring an agent (again); returns the new leg."""
        conversation = self._conversation(request)
        agent = self._agent((await _fields(request)).get("agent", ""))
        if conversation is None or agent is None:
            return _problem(404, "No such conversation or agent.")
        leg = self._player.ring_now(conversation, agent)
        return JSONResponse(leg_json(conversation, leg, self._simulation.organization))

    async def join(self, request: Request) -> Response:
        """{"user": name or id, "as": monitored, coached or barged}; returns the new leg."""
        conversation = self._conversation(request)
        fields = await request.json()
        user = self._simulation.organization.user(fields["user"]) or next(
            (one for one in self._simulation.organization.users if one.name == fields["user"]),
            None,
        )
        if conversation is None or user is None or fields["as"] not in _JOINS:
            return _problem(404, "No such conversation, user or way to join.")
        one = self._player.join_now(conversation, user, fields["as"])
        return JSONResponse(leg_json(conversation, one, self._simulation.organization))

    async def change_codes(self, request: Request) -> Response:
        """{"add": [{"name", "id"?, "description"?}], "remove": [name or id]}: an admin at work."""
        organization = self._simulation.organization
        queue = organization.queue_of_name(request.path_params["name"])
        if queue is None:
            return _problem(404, "No such queue.")
        fields = await request.json()
        added = [
            Code(
                each.get("id") or stable_id("code", each["name"]),
                each["name"],
                each.get("description", ""),
            )
            for each in fields.get("add", ())
        ]
        queue.codes = changed_codes(queue.codes, added=added, removed=fields.get("remove", ()))
        return JSONResponse([{"id": code.id, "name": code.name} for code in queue.codes])

    # --- switches and faults --------------------------------------------------------------------

    async def read_capabilities(self, _request: Request) -> Response:
        return JSONResponse(self._simulation.capabilities.as_json())

    async def set_capabilities(self, request: Request) -> Response:
        try:
            self._simulation.capabilities.update(await request.json())
        except ValueError as problem:
            return _problem(400, str(problem))
        self._simulation.refresh_line()
        return JSONResponse(self._simulation.capabilities.as_json())

    async def read_faults(self, _request: Request) -> Response:
        return JSONResponse(self._simulation.faults.as_json())

    async def add_faults(self, request: Request) -> Response:
        """One fault or a list of them; `kind` is http, event, sockets, tokens, channels."""
        asked = await request.json()
        try:
            for fields in asked if isinstance(asked, list) else [asked]:
                await self._add_fault(fields)
        except (ValueError, KeyError, TypeError) as problem:
            return _problem(400, str(problem))
        return JSONResponse(self._simulation.faults.as_json())

    async def clear_faults(self, _request: Request) -> Response:
        self._simulation.faults.clear()
        return JSONResponse(self._simulation.faults.as_json())

    async def _add_fault(self, fields: Json) -> None:
        kind = fields["kind"]
        if kind == "http":
            self._simulation.faults.add_http(fields)
        elif kind == "event":
            self._simulation.faults.add_event(fields)
        else:
            happening = _IMMEDIATE.get((kind, fields.get("effect", "")))
            if happening is None:
                raise ValueError(f"Unknown fault; known: http, event, {sorted(_IMMEDIATE)}.")
            await happening(self._simulation)

    def _script(self, scenario: dict[str, Any]) -> Script:
        agent = self._agent(scenario.get("agent", ""))
        if agent is not None:
            scenario["agent"] = agent.name
        return script_of(f"manual/{self._manual_count}", scenario, self._simulation.organization)

    def _agent(self, name_or_id: str) -> Any:
        organization = self._simulation.organization
        return organization.user(name_or_id) or organization.agent_of_name(name_or_id)

    def _conversation(self, request: Request) -> Conversation | None:
        return self._simulation.centre.conversation(request.path_params["id"])


def _answer(simulation: Simulation, conversation: Conversation, leg: Participant) -> None:
    simulation.centre.answer(conversation, leg, simulation.clock.now())


def _hold(simulation: Simulation, conversation: Conversation, leg: Participant) -> None:
    simulation.centre.hold(conversation, leg, simulation.clock.now())


def _retrieve(simulation: Simulation, conversation: Conversation, leg: Participant) -> None:
    simulation.centre.retrieve(conversation, leg)


def _hang_up(simulation: Simulation, conversation: Conversation, leg: Participant) -> None:
    simulation.centre.hang_up(conversation, leg, simulation.clock.now())


def _miss(simulation: Simulation, conversation: Conversation, leg: Participant) -> None:
    if leg.state is LegState.ALERTING:
        simulation.centre.miss(conversation, leg, simulation.clock.now())


def _complete(simulation: Simulation, conversation: Conversation, leg: Participant) -> None:
    simulation.centre.complete(conversation, leg, simulation.clock.now())


def _time_out(simulation: Simulation, conversation: Conversation, leg: Participant) -> None:
    if leg.state is LegState.AFTER_CALL_WORK:
        simulation.centre.time_out(conversation, leg, simulation.clock.now())


def _dial(simulation: Simulation, conversation: Conversation, leg: Participant) -> None:
    simulation.centre.dial(conversation, leg, simulation.clock.now(), is_busy=False)


def _dial_busy(simulation: Simulation, conversation: Conversation, leg: Participant) -> None:
    simulation.centre.dial(conversation, leg, simulation.clock.now(), is_busy=True)


def _park(simulation: Simulation, conversation: Conversation, leg: Participant) -> None:
    simulation.centre.park(conversation, leg, simulation.clock.now())


def _come_back(simulation: Simulation, conversation: Conversation, leg: Participant) -> None:
    simulation.centre.come_back(conversation, leg, simulation.clock.now())


def _end_calls(simulation: Simulation, conversation: Conversation, leg: Participant) -> None:
    simulation.centre.end_further_calls(conversation, leg, simulation.clock.now())


_ACTIONS: dict[str, LegAction] = {
    "answer": _answer,
    "hold": _hold,
    "retrieve": _retrieve,
    "park": _park,
    "resume": _retrieve,
    "hangup": _hang_up,
    "miss": _miss,
    "complete": _complete,
    # After-call work runs out now, whatever was left of it
    "time-out": _time_out,
    # The customer of a thread that is over writes again
    "come-back": _come_back,
    # Further calls of the same participant: a callback's dial attempts, a consult.
    "dial": _dial,
    "dial-busy": _dial_busy,
    "end-calls": _end_calls,
}


async def _close_sockets(simulation: Simulation) -> None:
    await simulation.sockets.close_all()


async def _announce_closing(simulation: Simulation) -> None:
    await simulation.sockets.say_closing()


async def _abort_sockets(simulation: Simulation) -> None:
    simulation.sockets.abort_all()


async def _mute_sockets(simulation: Simulation) -> None:
    simulation.sockets.mute_all()


async def _expire_tokens(simulation: Simulation) -> None:
    simulation.oauth.expire_all(simulation.clock.now())
    await simulation.sockets.close_expired()


async def _delete_channels(simulation: Simulation) -> None:
    for channel in simulation.channels.all():
        await simulation.sockets.drop_channel(channel, None)


_IMMEDIATE: dict[tuple[str, str], Callable[[Simulation], Awaitable[None]]] = {
    ("sockets", "close"): _close_sockets,
    ("sockets", "closing"): _announce_closing,
    ("sockets", "abort"): _abort_sockets,
    ("sockets", "mute"): _mute_sockets,
    ("tokens", "expire"): _expire_tokens,
    ("channels", "delete"): _delete_channels,
}


def _steps(turns: list[dict[str, str]]) -> list[dict[str, str]]:
    return [{turn["speaker"]: turn["text"]} for turn in turns]


async def _fields(request: Request) -> dict[str, Any]:
    """The body, as a program (JSON) or a page (form) sends it."""
    raw = await request.body()
    if request.headers.get("content-type", "").startswith("application/json"):
        fields: dict[str, Any] = json.loads(raw)
        return fields
    return dict(parse_qsl(raw.decode("utf-8", "replace")))


def _problem(status: int, text: str) -> Response:
    return JSONResponse({"error": text}, status)
