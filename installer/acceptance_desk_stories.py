"""The stories in which the installed program does its work, against a simulated Genesys Cloud."""

from __future__ import annotations

import json

from installer.acceptance_bench import (
    QUERY_LIMIT_S,
    SETUP_LIMIT_S,
    START_LIMIT_S,
    Bench,
    Tally,
    hang_up_a_call,
    programs,
    settings_for,
    until,
    write_settings,
)
from installer.computer import Running, run
from tests.simulator_process import SimulatorProcess

_REFUSED = {
    "kind": "http",
    "effect": "status",
    "match": "(POST|PUT|PATCH) .*wrapup",
    "status": 503,
    "times": 100_000,
}
_CHOOSING = ("headless", "--choose", "first")


def keeps_a_waiting_code_through_an_upgrade(bench: Bench, tally: Tally) -> None:
    """A code nobody accepted yet is sent by the new version, once, without a new sign-in."""
    simulator = bench.simulator()
    write_settings(bench, settings_for(simulator))
    leg = _leave_a_code_waiting(bench, tally, simulator)
    mine = bench.installed() / "mine.txt"
    mine.write_text("a stranger's file", encoding="utf-8")
    before = (bench.data() / "settings.toml").read_bytes()
    outcome = bench.set_up(bench.new_setup)
    tally.check("the upgrade ends with 0", holds=outcome.code == 0, because=outcome)
    _, console = programs(bench.installed())
    version = run(bench.computer, [console, "--version"], QUERY_LIMIT_S).output.strip()
    tally.check("the new version is there", holds=version == bench.new_version, because=version)
    kept = mine.is_file() and (bench.data() / "settings.toml").read_bytes() == before
    there = [path.name for path in mine.parent.iterdir()]
    tally.check("settings and a stranger's file stay", holds=kept, because=there)
    mine.unlink()
    simulator.call("DELETE", "/simulator/faults")
    # No browser this time: without the kept sign-in it could not even connect.
    new = bench.start(console, *_CHOOSING)
    until(lambda: bool(simulator.leg(leg)["codes"]))
    until(lambda: '"submission": "confirmed"' in new.output)
    codes = simulator.leg(leg)["codes"]
    is_sent = len(codes) == 1
    tally.check("the new version sends it, once", holds=is_sent, because=(codes, new.output))
    new.stop()


def _leave_a_code_waiting(bench: Bench, tally: Tally, simulator: SimulatorProcess) -> str:
    """Let the installed program decide on a call while every write is refused, then kill it."""
    _, console = programs(bench.installed())
    email = simulator.ready["agents"][0]["email"]
    desk = bench.start(console, *_CHOOSING, environment=bench.browser(email))
    is_live = until(lambda: _is_live(desk))
    tally.check("the old version signs in", holds=is_live, because=desk.output)
    simulator.post("/simulator/faults", _REFUSED)
    leg = hang_up_a_call(simulator)
    is_waiting = until(lambda: "503" in desk.output)
    tally.check("its code waits while Genesys refuses", holds=is_waiting, because=desk.output)
    desk.stop()
    codes = simulator.leg(leg)["codes"]
    tally.check("nothing has arrived so far", holds=codes == [], because=codes)
    return leg


def ends_in_order_when_windows_wants_it_gone(bench: Bench, tally: Tally) -> None:
    """A task is ended from outside, and the session ends; what waits is kept, and sent later."""
    simulator = bench.simulator()
    write_settings(bench, settings_for(simulator) + "trusts_backend = true\n")
    simulator.post("/simulator/faults", _REFUSED)
    windowed, _ = programs(bench.installed())
    desk = bench.newcomer(windowed, simulator)
    is_live = simulator.record()["open_sockets"] == 1
    tally.check("the window signs in", holds=is_live, because=desk.output)
    leg = hang_up_a_call(simulator, attributes={"wrapup_code": "Password reset"})
    was_tried = until(lambda: "503" in str(simulator.record()["requests"]))
    tally.check("a backend's code is tried", holds=was_tried, because=simulator.record())
    place = bench.data() / "window.ini"
    place.unlink(missing_ok=True)
    told = run(bench.computer, ["taskkill", "/im", windowed.name], QUERY_LIMIT_S)
    outcome = desk.wait(START_LIMIT_S)
    is_orderly = outcome.code == 0 and place.is_file()
    tally.check("taskkill ends it in order, with 0", holds=is_orderly, because=(told, outcome))
    simulator.call("DELETE", "/simulator/faults")
    desk = bench.start(windowed)
    until(lambda: bool(simulator.leg(leg)["codes"]))
    codes = simulator.leg(leg)["codes"]
    tally.check("the code that waited is sent", holds=len(codes) == 1, because=codes)
    until(bench.shows_a_window)
    place.unlink()
    told = bench.person("end-session")
    desk.wait(START_LIMIT_S)
    is_kept = told.code == 0 and place.is_file()
    tally.check("a log-off leaves it time to end in order", holds=is_kept, because=told)


def ends_one_that_hangs_and_sends_what_it_left(bench: Bench, tally: Tally) -> None:
    """The first start hangs; a second says so, ends it when asked to, and sends the waiting code."""
    simulator = bench.simulator()
    write_settings(bench, settings_for(simulator) + "trusts_backend = true\n")
    simulator.post("/simulator/faults", _REFUSED)
    windowed, _ = programs(bench.installed())
    first = bench.newcomer(windowed, simulator)
    leg = hang_up_a_call(simulator, attributes={"wrapup_code": "Password reset"})
    was_tried = until(lambda: "503" in str(simulator.record()["requests"]))
    tally.check("a code waits", holds=was_tried, because=first.output)
    told = bench.person("suspend")
    simulator.call("DELETE", "/simulator/faults")
    second = bench.start(windowed)
    is_asked = until(lambda: bench.person("find").output.strip() == "2")
    bench.take_picture("hangs.png")
    because = (told, second.output)
    tally.check("a second start says that the first hangs", holds=is_asked, because=because)
    bench.person("agree")
    ended = first.wait(START_LIMIT_S)
    tally.check("it is ended by force, as asked", holds=ended.code != 0, because=ended)
    is_sent = until(lambda: bool(simulator.leg(leg)["codes"]))
    codes = simulator.leg(leg)["codes"]
    tally.check("the second sends its code", holds=is_sent and len(codes) == 1, because=codes)
    until(bench.shows_a_window)
    bench.person("close")
    outcome = second.wait(START_LIMIT_S)
    tally.check("and closes with 0", holds=outcome.code == 0, because=outcome)


def obeys_the_policy(bench: Bench, tally: Tally) -> None:
    """What an administrator wrote for the machine wins over the personal file."""
    simulator = bench.simulator()
    personal = bench.data() / "settings.toml"
    personal.write_text('region = "us-east-1"\nclient_id = "mine"\n', encoding="utf-8")
    policy = bench.computer.program_data / "WrapUpDesk" / "policy.toml"
    policy.parent.mkdir(parents=True, exist_ok=True)
    policy.write_text('locked = ["mode"]\n' + settings_for(simulator), encoding="utf-8")
    _, console = programs(bench.installed())
    email = simulator.ready["agents"][0]["email"]
    desk = bench.start(console, "headless", environment=bench.browser(email))
    is_there = until(lambda: simulator.record()["open_sockets"] == 1)
    tally.check("the policy leads it to its place", holds=is_there, because=desk.output)
    desk.stop()
    policy.write_text('mood = "auto"\n', encoding="utf-8")
    outcome = run(bench.computer, [console, "headless"], QUERY_LIMIT_S)
    told = outcome.code == 1 and "policy.toml" in outcome.output and "mood" in outcome.output
    tally.check("a wrong policy is told by its file and key", holds=told, because=outcome)
    policy.unlink()


def serves_two_users(bench: Bench, tally: Tally) -> None:
    """Two people have it at the same time, each with a program, a sign-in and data of their own."""
    if len(bench.computers) < 2:
        tally.not_run("there is one user only")
        return
    simulator = bench.simulator()
    setting_up = [
        bench.begin_set_up(bench.new_setup, computer=each) for each in bench.computers[:2]
    ]
    ended = [each.wait(SETUP_LIMIT_S) for each in setting_up]
    both = all(outcome.code == 0 for outcome in ended)
    tally.check("two users install it at the same time", holds=both, because=ended)
    desks = [_work(bench, simulator, number) for number in (0, 1)]
    are_there = until(lambda: simulator.record()["open_sockets"] == 2)
    tally.check("both work at once", holds=are_there, because=[desk.output for desk in desks])
    agents = [each["name"] for each in simulator.ready["agents"][:2]]
    legs = [hang_up_a_call(simulator, agent=agent) for agent in agents]
    each_has_its_own = until(
        lambda: all(leg in desk.output for leg, desk in zip(legs, desks, strict=True))
    )
    nobody_elses = legs[0] not in desks[1].output and legs[1] not in desks[0].output
    as_two = each_has_its_own and nobody_elses
    tally.check("as two agents", holds=as_two, because=[desk.output for desk in desks])
    databases = [bench.data(each) / "desk.sqlite3" for each in bench.computers[:2]]
    apart = all(path.is_file() for path in databases)
    tally.check("with data of their own", holds=apart, because=databases)
    for desk in desks:
        desk.stop()
    first, second = bench.computers[:2]
    bench.remove(bench.installed(first), computer=first)
    _, console = programs(bench.installed(second))
    outcome = run(second, [console, "--version"], QUERY_LIMIT_S)
    still = bench.new_version in outcome.output and not bench.installed(first).exists()
    tally.check("one leaves, the other stays", holds=still, because=outcome)
    bench.remove(bench.installed(second), computer=second)


def _work(bench: Bench, simulator: SimulatorProcess, number: int) -> Running:
    computer = bench.computers[number]
    write_settings(bench, settings_for(simulator), computer)
    _, console = programs(bench.installed(computer))
    email = simulator.ready["agents"][number]["email"]
    return bench.start(console, "headless", environment=bench.browser(email), computer=computer)


def _is_live(desk: Running) -> bool:
    lines = [line for line in desk.output.splitlines() if line.startswith("{")]
    return any(json.loads(line).get("is") == "live" for line in lines)
