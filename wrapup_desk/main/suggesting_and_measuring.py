"""Gives a running desk its recommender, and keeps what comes of its suggestions."""

from __future__ import annotations

from functools import partial

from wrapup_desk.adapters.files.model_aside import ModelAside
from wrapup_desk.adapters.learning.outcome_store import SqliteOutcomes
from wrapup_desk.application.learning.measuring import Measuring
from wrapup_desk.application.learning.outcomes import OutcomeKeeper
from wrapup_desk.application.ports import Recommender
from wrapup_desk.domain.modes import QueueRule
from wrapup_desk.main.recommending import load_recommender
from wrapup_desk.main.running_desk import RunningDesk
from wrapup_desk.main.team_model import team_model_place


async def suggest_and_measure(core: RunningDesk) -> None:
    """Load the recommender, then write down outcomes until cancelled; the last ones, too."""
    store = SqliteOutcomes(core.profile.outcomes_path)
    keeper = OutcomeKeeper(store)
    place = team_model_place(core.desk.settings, core.profile, core.address)
    try:
        around = partial(_measured, core, keeper)
        aside = ModelAside(core.profile.root)
        salt = core.profile.model_salt()
        await load_recommender(core.desk, core.store, place, around, aside, salt)
        await keeper.run()
    finally:
        await keeper.flush()
        await store.close()


def _measured(core: RunningDesk, keeper: OutcomeKeeper, inner: Recommender) -> Recommender:
    def rule_for(name: str, id_: str) -> QueueRule:
        # As they are now: settings change while the program runs.
        return core.desk.settings.rule_for(name, id_)

    return Measuring(inner, rule_for, core.clock, keeper.note)
