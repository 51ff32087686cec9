import pytest

from tests.simulator.client import agent_line, wrapup_path
from tests.simulator_process import SimulatorProcess
from wrapup_desk.simulator.platform.simulation import Options, Simulation
from wrapup_desk.simulator.world.capabilities import Capabilities
from wrapup_desk.simulator.world.organization import Organization, agents, supervisor
from wrapup_desk.simulator.world.wall_clock import WallClock


def test_a_code_may_be_accepted_and_never_put_on_its_leg() -> None:
    with SimulatorProcess("--idle") as simulator, agent_line(simulator) as line:
        leg = simulator.start_conversation(queue="Billing", answered=True, code="Payment taken")
        body = {"code": leg["expected_code_id"]}
        simulator.post("/simulator/capabilities", {"accepted_takes_effect": False})
        forgotten = line.rest.post(wrapup_path(leg), json={**body, "notes": "first"})
        simulator.post("/simulator/capabilities", {"accepted_takes_effect": True})
        kept = line.rest.post(wrapup_path(leg), json={**body, "notes": "second"})

        simulator.wait_until(lambda record: any(row["codes"] for row in record["legs"]))

        codes = simulator.leg(leg["communication_id"])["codes"]
    assert forgotten.status_code == kept.status_code == 202
    assert [code["notes"] for code in codes] == ["second"]


@pytest.mark.parametrize(
    ("in_order", "applied"), [("true", ["first", "second"]), ("false", ["second", "first"])]
)
def test_two_accepted_codes_keep_their_order_or_may_change_places(
    in_order: str, applied: list[str]
) -> None:
    # With this seed the first code takes half a second longer than the second
    switches = ["--set", "apply_jitter_ms=600", "--set", "apply_seed=298"]
    switches += ["--set", f"apply_in_order={in_order}"]
    with SimulatorProcess("--idle", *switches) as simulator, agent_line(simulator) as line:
        leg = simulator.start_conversation(queue="Billing", answered=True, code="Payment taken")
        for notes in ("first", "second"):
            body = {"code": leg["expected_code_id"], "notes": notes}
            line.rest.post(wrapup_path(leg), json=body)

        simulator.wait_until(lambda record: any(len(row["codes"]) == 2 for row in record["legs"]))

        codes = simulator.leg(leg["communication_id"])["codes"]
    assert [code["notes"] for code in codes] == applied


def delays(**switches: object) -> list[float]:
    capabilities = Capabilities()
    capabilities.update(switches)
    people = Organization(agents(1), supervisor(), [])
    simulation = Simulation(people, capabilities, WallClock(), Options())
    return [simulation.next_apply_delay_ms() for _ in range(50)]


def test_the_same_seed_gives_the_same_delays_within_their_bounds() -> None:
    late = delays(apply_jitter_ms=400, apply_seed=3)

    assert late == delays(apply_jitter_ms=400, apply_seed=3)
    assert late != delays(apply_jitter_ms=400, apply_seed=4)
    assert all(15 <= delay <= 415 for delay in late)
    assert max(late) - min(late) > 200
    assert set(delays()) == {15}
