"""Tests where the sentence encoder of an installation comes from."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.application.desk.desk_harness import DeskHarness
from tests.conftest import ExpectLog
from tests.domain.recommender.text.small_packs import write_pack
from tests.fakes import FakeClock, FakeContactCentre, InMemoryStore
from tests.main.apps.test_recommender_setup import VOCABULARY, notices_of
from wrapup_desk.adapters.base.proxy_settings import ProxySettings
from wrapup_desk.adapters.files.encoder_file import EncoderFile
from wrapup_desk.adapters.genesys.http.network import Network, tls_context
from wrapup_desk.adapters.genesys.http.regions import address_of
from wrapup_desk.application.base.background import Background
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.application.learning.local_model import LocalModel, pack, unpack
from wrapup_desk.domain.recommender.recommender import StackRecommender
from wrapup_desk.domain.recommender.text.sentence_vectors import SentenceVectors
from wrapup_desk.main.apps.encoder_place import EncoderPlace, FoundEncoder, encoder_place
from wrapup_desk.main.apps.recommender_setup import ModelPlaces, load_recommender
from wrapup_desk.main.apps.sentence_setup import open_sentences
from wrapup_desk.main.apps.team_model import TeamModelPlace

NETWORK = Network(tls_context(), ProxySettings())


def place_of(settings: Settings, folder: Path) -> EncoderPlace:
    return encoder_place(settings, folder, address_of("eu-central-1"), NETWORK)


def test_without_a_setting_the_encoder_that_ships_is_at_hand(tmp_path: Path) -> None:
    path, trouble = place_of(Settings(), tmp_path).at_hand()

    assert path is not None
    assert (path.name, trouble) == ("minilm-q4.npz", "")


def test_a_pack_on_a_share_is_copied_and_then_needs_the_share_no_more(tmp_path: Path) -> None:
    share = write_pack(tmp_path / "pack.whl")
    content = share.read_bytes()
    settings = Settings(
        encoder=str(share), encoder_sha256=hashlib.sha256(content).hexdigest().upper()
    )

    first, _ = place_of(settings, tmp_path / "profile").at_hand()
    share.unlink()
    again, trouble = place_of(settings, tmp_path / "profile").at_hand()

    assert first is not None
    assert (again, trouble, first.read_bytes()) == (first, "", content)


def test_a_pack_that_is_not_the_one_the_checksum_names_is_not_used(
    tmp_path: Path, expect_log: ExpectLog
) -> None:
    expect_log("cannot be used")
    share = write_pack(tmp_path / "pack.whl")
    settings = Settings(encoder=str(share), encoder_sha256="0" * 64)

    sentences = open_sentences(settings, place_of(settings, tmp_path))

    assert (sentences.vectors, sentences.encode) == (None, None)
    assert "does not match encoder_sha256" in sentences.trouble


def test_a_pack_that_is_gone_is_named(tmp_path: Path) -> None:
    settings = Settings(encoder=str(tmp_path / "none.whl"))

    path, trouble = place_of(settings, tmp_path).at_hand()

    assert path is None
    assert "none.whl" in trouble


async def test_an_address_without_a_checksum_is_refused(tmp_path: Path) -> None:
    settings = Settings(encoder="https://intranet.example/pack.whl")
    place = place_of(settings, tmp_path)
    assert place.fetch is not None

    path, trouble = await place.fetch()

    assert path is None
    assert "encoder_sha256" in trouble


def taught_with(fingerprint: int) -> bytes:
    sentences = SentenceVectors(512, fingerprint)
    return pack(LocalModel(StackRecommender(VOCABULARY, sentences=sentences).export(), taught=3))


@pytest.mark.parametrize("is_of_the_pack", [True, False])
async def test_while_a_pack_is_fetched_words_are_read_and_nothing_learnt_is_lost(
    tmp_path: Path, *, is_of_the_pack: bool
) -> None:
    file = write_pack(tmp_path / "pack.whl")
    fingerprint = EncoderFile(file).fingerprint if is_of_the_pack else 1
    clock, store, failures = FakeClock(), InMemoryStore(), list[BaseException]()
    background = Background(failures.append)
    await store.save_model(taught_with(fingerprint))
    floor = DeskHarness(clock, FakeContactCentre(clock), store, background)
    told_before = []

    async def arrive() -> FoundEncoder:
        told_before.append((floor.desk.state.is_recommender_ready, notices_of(floor)))
        return file, ""

    places = ModelPlaces(
        TeamModelPlace.of_file(Settings()), EncoderPlace(lambda: (None, ""), arrive)
    )
    await load_recommender(floor.desk, store, places)
    kept = unpack(await floor.desk.export_model())
    await background.stop()

    assert told_before == [(True, "")]
    # Only what another encoder taught begins again, and that is said.
    assert ("another sentence encoder" in notices_of(floor)) is not is_of_the_pack
    assert kept.taught == 3
    sentences = SentenceVectors(512, EncoderFile(file).fingerprint)
    assert StackRecommender.load(kept.model, VOCABULARY, sentences=sentences).is_of_same_encoder
    assert not failures
