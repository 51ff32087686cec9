"""Learning reads the past as the repair desk does: the planned month teaches leg by leg."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random

import httpx
import pytest

from tests.adapters.genesys.rest_harness import local_network
from tests.benchmarks.past import BERLIN, DAYS, ENDS_AT, UNTIDY
from tests.fakes import FakeRecommender
from tests.simulator_process import SimulatorProcess, token_of_user
from wrapup_desk.adapters.genesys.history.analytics import Analytics
from wrapup_desk.adapters.genesys.history.history import GenesysHistory
from wrapup_desk.adapters.genesys.history.transcripts import Transcripts
from wrapup_desk.adapters.genesys.http.regions import demo_address
from wrapup_desk.adapters.genesys.http.rest import RestClient
from wrapup_desk.adapters.genesys.http.token import AccessToken
from wrapup_desk.adapters.learning.learning_file import LearningFile
from wrapup_desk.adapters.system_clock import SystemClock
from wrapup_desk.application.history.ports import Span
from wrapup_desk.application.learning.model_builder import ModelBuilder, NothingLearnt
from wrapup_desk.application.learning.ports import LearnJob, LessonOutcome
from wrapup_desk.application.learning.training_leg_filter import TrainingLegFilter
from wrapup_desk.domain.local_days import beginning_days_before

pytestmark = pytest.mark.timeout(120)
LEGS = 400
# More than is searched at a time.
SPAN = Span(beginning_days_before(ENDS_AT, DAYS + 20, BERLIN), ENDS_AT)


async def test_every_leg_with_an_agents_code_teaches_once(tmp_path: Path) -> None:
    options = [
        "--idle", "--history-month", str(LEGS), "--history-days", str(DAYS),
        "--history-ends", ENDS_AT.isoformat(), "--set", "requests_per_minute=1000000",
    ]  # fmt: skip
    with SimulatorProcess(*options) as simulator:
        simulator.post("/simulator/history/pace", UNTIDY)
        truth = simulator.call("GET", "/simulator/history/truth")["month"]
        token = AccessToken()
        token.hold(token_of_user(simulator.ready, simulator.ready["supervisor"]["email"]))
        counts = await _found(simulator.api, token, LearningFile(tmp_path / "month.unfinished"))

    teaches = [leg for leg in truth if leg["kind"] == "none" and leg["is_agents_code"]]
    # The planned month has no words: every leg that could teach says so.
    assert counts == {LessonOutcome.NO_WORDS: len(teaches)}
    assert len(teaches) > LEGS // 2


async def _found(api: str, token: AccessToken, file: LearningFile) -> Counter[LessonOutcome]:
    clock, address = SystemClock(), demo_address(api)
    async with local_network().http_client(address) as http, httpx.AsyncClient() as storage:
        rest = RestClient(address, token, http, clock, Random(1))
        transcripts = Transcripts(rest, storage, clock, is_demo=True)
        past = GenesysHistory(rest, Analytics(rest, clock), transcripts, clock)
        choice = TrainingLegFilter(past.codes_of_queue, lambda _: False, {})
        job = file.open(LearnJob("Demo", DAYS + 20, 100_000, SPAN))
        builder = ModelBuilder(
            past, choice, file, lambda _: FakeRecommender(), clock, lambda _: None
        )
        try:
            with pytest.raises(NothingLearnt):
                await builder.run(job)
            return Counter(file.counts())
        finally:
            file.close()
