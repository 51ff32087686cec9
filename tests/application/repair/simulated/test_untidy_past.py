"""A month as untidy as Genesys sends it: every bad leg is found, and none is invented."""

from collections import Counter
from pathlib import Path

import pytest

from tests.application.repair.repair_program import Program
from tests.application.repair.simulated.test_on_simulator import KINDS
from tests.simulator_process import SimulatorProcess, token_of_user
from wrapup_desk.application.repair.state import FindPhase

pytestmark = pytest.mark.timeout(120)
LEGS = 2_000
UNTIDY = {"is_untidy": 1, "page_lacks": 30, "job_ms": 50}


@pytest.mark.parametrize(
    "pace",
    [
        {},
        {"cursor_expires_at": 3},
        {"cursor_stays_at": 3},
        {"rows_withheld": 40, "lake_lag_s": 1e8},
    ],
    ids=["pages and a job", "expired cursor", "cursor that stays", "rows withheld"],
)
async def test_an_untidy_month_is_found_whole_or_what_is_missing_is_told(
    pace: dict[str, float], tmp_path: Path
) -> None:
    options = ("--idle", "--history", str(LEGS), "--history-days", "28", "--history-seed", "5")
    rate = ("--history-lag-s", "0.1", "--set", "requests_per_minute=1000000")
    with SimulatorProcess(*options, *rate) as simulator:
        simulator.post("/simulator/history/pace", UNTIDY | pace)
        truth = simulator.call("GET", "/simulator/history/truth")
        token = token_of_user(simulator.ready, simulator.ready["supervisor"]["email"])
        program = Program(simulator.api, token, str(tmp_path / "corrections.db"))
        await program.ledger.open()
        await program.desk.start()

        state = await program.find()
        await program.close()

    assert state.find.phase is FindPhase.DONE
    kinds = {bad["communication_id"]: KINDS.get(bad["kind"]) for bad in truth["bad"]}
    shown = [state.legs.row(row) for row in state.rows]
    assert all(each.issue is kinds[each.leg.key.communication_id] for each in shown)
    told = [notice.text for notice in state.notices if notice.key == "find"]
    if "rows_withheld" in pace:
        assert "some may be missing" in told[0]
        assert state.totals.interactions < truth["legs"]
        return
    assert told == []
    assert state.totals.interactions == truth["legs"]
    planted = Counter(KINDS[bad["kind"]] for bad in truth["bad"] if bad["kind"] in KINDS)
    found = {issue: count for issue, count in state.totals.by_issue.items() if issue and count}
    assert found == planted
