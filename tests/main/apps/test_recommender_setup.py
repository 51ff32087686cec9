"""Tests how the recommender gets what was learnt: this agent's, the team's, or none."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.application.desk.desk_harness import DeskHarness
from tests.fakes import BILLING, NOON, FakeClock, FakeContactCentre, InMemoryStore, a_leg
from wrapup_desk.adapters.files.model_quarantine import ModelQuarantine
from wrapup_desk.application.base.background import Background
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.application.learning.local_model import LocalModel, pack, unpack
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.domain.recommender.recommender import StackRecommender
from wrapup_desk.domain.recommender.text.sentence_vectors import SentenceVectors
from wrapup_desk.domain.recommender.text.word_vectors import read_word_vectors
from wrapup_desk.main.apps.recommender_setup import (
    ModelPlaces,
    _assembled,
    assemble,
    build_recommender,
    load_recommender,
)
from wrapup_desk.main.apps.sentence_setup import open_sentences
from wrapup_desk.main.apps.team_model import NO_TEAM, Found, TeamModel, TeamModelPlace
from wrapup_desk.main.system.profile import Profile
from wrapup_desk.resource_files import resource

VOCABULARY = read_word_vectors(resource("language", "minilm-static-256.npz").read_bytes())


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / "team.model"
    recommender, _ = build_recommender(None)
    path.write_bytes(recommender.export())
    return path


def place_of(model: Path, sha256: str = "") -> TeamModelPlace:
    return TeamModelPlace.of_file(replace(Settings(), model=str(model), model_sha256=sha256))


def team_model(name: str = "team") -> TeamModel:
    recommender, _ = build_recommender(None)
    return TeamModel(recommender.export(), name)


def test_a_team_starts_with_the_model_its_settings_name(model: Path) -> None:
    checksum = hashlib.sha256(model.read_bytes()).hexdigest()

    team, trouble = place_of(model, checksum.upper()).at_hand()
    loaded = assemble(None, team)

    assert (team.content, team.sha256, trouble) == (model.read_bytes(), checksum, "")
    assert loaded.trouble == ""
    assert loaded.recommender.state.origin_sha256 == checksum


def test_a_model_that_is_not_the_one_the_checksum_names_is_not_used(model: Path) -> None:
    team, trouble = place_of(model, "0" * 64).at_hand()

    assert team == NO_TEAM
    assert "checksum" in trouble


def test_a_model_that_is_not_there_is_named(tmp_path: Path) -> None:
    team, trouble = place_of(tmp_path / "none.model").at_hand()

    assert team == NO_TEAM
    assert "none.model" in trouble


def test_a_damaged_model_is_told_and_a_fresh_one_is_used(
    model: Path, expect_log: Callable[[str], None]
) -> None:
    expect_log("cannot be used")

    loaded = assemble(None, TeamModel(model.read_bytes()[:-3], "team"))

    assert "team's model cannot be used" in loaded.trouble
    assert loaded.recommender.state.origin_sha256 == ""
    assert loaded.recommender.export()


def test_what_the_agent_taught_stays_when_the_team_has_a_newer_model() -> None:
    own = pack(LocalModel(team_model().content, origin_sha256="old", taught=3))

    loaded = assemble(own, team_model("new"))

    kept = unpack(loaded.recommender.export())
    assert (kept.taught, kept.origin_sha256, kept.rival_sha256) == (3, "old", "new")
    assert kept.model
    assert kept.challenger


def test_an_agent_who_taught_nothing_takes_the_newer_model_at_once() -> None:
    own = pack(LocalModel(team_model().content, origin_sha256="old", taught=0))

    loaded = assemble(own, team_model("new"))

    kept = unpack(loaded.recommender.export())
    assert (kept.origin_sha256, kept.rival_sha256, kept.challenger) == ("new", "", b"")


def test_a_model_already_begun_with_or_tried_is_not_tried_again() -> None:
    own = pack(LocalModel(team_model().content, origin_sha256="same", taught=3))

    loaded = assemble(own, team_model("same"))

    assert loaded.recommender.state.rival_sha256 == ""


def test_a_trial_goes_on_after_a_restart_although_the_team_is_out_of_reach() -> None:
    own = pack(LocalModel(team_model().content, "old", taught=3))
    begun = assemble(own, team_model("new")).recommender.export()

    loaded = assemble(begun, NO_TEAM)

    assert loaded.recommender.state.rival_sha256 == "new"
    assert unpack(loaded.recommender.export()).challenger


def test_damage_to_what_was_learnt_is_told_and_the_teams_model_used(
    expect_log: Callable[[str], None],
) -> None:
    expect_log("cannot be used")
    own = pack(LocalModel(b"no model at all", origin_sha256="old", taught=3))

    loaded = assemble(own, team_model("new"))

    assert "What was learnt so far cannot be used" in loaded.trouble
    assert loaded.recommender.state.origin_sha256 == "new"


def test_a_damaged_newer_model_leaves_the_own_one_at_work(
    expect_log: Callable[[str], None],
) -> None:
    expect_log("cannot be used")
    own = pack(LocalModel(team_model().content, origin_sha256="old", taught=3))

    loaded = assemble(own, TeamModel(b"half a model", "new"))

    assert "team's model cannot be used" in loaded.trouble
    assert (loaded.recommender.state.taught, loaded.recommender.state.rival_sha256) == (3, "")


async def test_what_the_agent_teaches_while_the_teams_model_comes_goes_along() -> None:
    clock, store, failures = FakeClock(), InMemoryStore(), list[BaseException]()
    background = Background(failures.append)
    floor = DeskHarness(clock, FakeContactCentre(clock), store, background)
    await floor.open()

    async def work_meanwhile() -> Found:
        await floor.put(a_leg())
        await floor.move(Phase.AFTER_CALL)
        floor.choose(BILLING.id)
        await clock.advance(1)
        await floor.move(Phase.COMPLETED)
        return team_model("new"), ""

    place = TeamModelPlace(lambda: (NO_TEAM, ""), work_meanwhile)
    await load_recommender(floor.desk, store, ModelPlaces(place))
    kept = unpack(await floor.desk.export_model())
    await background.stop()

    assert (kept.taught, kept.rival_sha256) == (1, "new")
    assert not failures


async def test_however_the_teams_model_cannot_be_had_the_desk_gets_its_recommender(
    expect_log: Callable[[str], None],
) -> None:
    expect_log("could not be looked for")
    clock, store = FakeClock(), InMemoryStore()
    floor = DeskHarness(clock, FakeContactCentre(clock), store, Background(_raise))

    def break_down() -> Found:
        raise MemoryError

    async def break_down_later() -> Found:
        return break_down()

    places = ModelPlaces(TeamModelPlace(break_down, break_down_later))
    await load_recommender(floor.desk, store, places)

    assert floor.desk.state.is_recommender_ready
    assert "could not be looked for" in notices_of(floor)


def test_a_model_that_breaks_its_reader_is_told_and_a_fresh_one_used(
    expect_log: Callable[[str], None],
) -> None:
    expect_log("cannot be used")

    class Breaking(bytes):
        """Stands for whatever no check of a model's values foresees."""

        def __getattribute__(self, name: str) -> object:
            raise RecursionError(name)

    recommender, problem = build_recommender(Breaking(b"model"))

    assert problem
    assert recommender.export()


def test_an_agents_own_model_is_hashed_with_a_secret_of_the_installation(tmp_path: Path) -> None:
    salts = [Profile.at(tmp_path / name).model_salt() for name in ("one", "other")]
    again = Profile.at(tmp_path / "one").model_salt()

    keyed = [assemble(None, NO_TEAM, salt).recommender.export() for salt in salts]

    assert salts[0] == again != salts[1]
    assert salts[0] != Profile.at(tmp_path / "one").installation_salt()
    loaded = [StackRecommender.load(unpack(each).model, VOCABULARY) for each in keyed]
    assert [each.memory.hasher.salt for each in loaded] == salts
    assert loaded[0].memory.hasher.opaque("refund") != loaded[1].memory.hasher.opaque("refund")


async def started(own: bytes, folder: Path) -> DeskHarness:
    """Start a desk whose store holds *own*; a notice says what became of it."""
    clock, store, background = FakeClock(), InMemoryStore(), Background(_raise)
    await store.save_model(own)
    floor = DeskHarness(clock, FakeContactCentre(clock), store, background)
    await load_recommender(floor.desk, store, aside=ModelQuarantine(folder))
    await background.stop()
    return floor


def _raise(error: BaseException) -> None:
    raise error


def notices_of(floor: DeskHarness) -> str:
    return " ".join(notice.text for notice in floor.desk.state.notices)


def newer_than_this(own: bytes) -> bytes:
    return own.replace(b'"version":1', b'"version":2')


@pytest.mark.parametrize("damage", [lambda own: own[:-40], newer_than_this])
async def test_what_was_learnt_and_cannot_be_read_is_kept_aside_once_and_told(
    tmp_path: Path, expect_log: Callable[[str], None], damage: Callable[[bytes], bytes]
) -> None:
    expect_log("cannot be used")  # the earlier one is tried, too
    own = damage(pack(LocalModel(team_model().content, taught=3)))
    (tmp_path / "learnt.model.unreadable-2020-01-01").write_bytes(b"an earlier one")

    floor = await started(own, tmp_path)

    (kept,) = tmp_path.iterdir()
    assert kept.read_bytes() == own
    assert str(kept) in notices_of(floor)


def test_a_model_kept_aside_is_used_again_by_the_version_that_can_read_it(
    tmp_path: Path,
) -> None:
    aside = ModelQuarantine(tmp_path)
    aside.keep(pack(LocalModel(team_model().content, taught=9)), NOON)
    meanwhile = pack(LocalModel(team_model().content, taught=2))

    used, loaded, told = _assembled(meanwhile, NO_TEAM, aside)

    assert (loaded.taught, loaded.trouble, told) == (9, "", "")
    assert used == aside.read()


def test_what_cannot_be_kept_aside_does_not_stop_the_start(
    tmp_path: Path, expect_log: Callable[[str], None]
) -> None:
    expect_log("could not be kept aside")
    (tmp_path / "file").write_bytes(b"")

    own = newer_than_this(pack(LocalModel(team_model().content, taught=3)))
    _, loaded, told = _assembled(own, NO_TEAM, ModelQuarantine(tmp_path / "file"))

    assert loaded.begins_anew
    assert told == ""


async def test_a_model_of_another_encoder_goes_on_and_is_kept_aside_as_it_was(
    tmp_path: Path,
) -> None:
    sentences = SentenceVectors(384, fingerprint=1)
    own = pack(LocalModel(StackRecommender(VOCABULARY, sentences=sentences).export(), taught=3))

    floor = await started(own, tmp_path)

    assert "sentence encoder" in notices_of(floor)
    (kept,) = tmp_path.glob("learnt.model.unreadable-*")
    assert kept.read_bytes() == own
    assert unpack(await floor.desk.export_model()).taught == 3


def test_a_policy_leaves_the_encoder_out() -> None:
    left_out = open_sentences(Settings(reads_sentences=False))
    shipped = open_sentences(Settings())

    assert left_out.vectors is not None
    assert shipped.vectors is not None
    assert (left_out.vectors.dimensions, left_out.encode) == (0, None)
    assert shipped.vectors.fingerprint
    assert shipped.trouble == left_out.trouble == ""
