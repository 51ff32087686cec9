"""Tests how the recommender gets what was learnt: this agent's, the team's, or none."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from wrapup_desk.application.settings import Settings
from wrapup_desk.main.recommending import build_recommender, read_team_model


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / "team.model"
    recommender, _ = build_recommender(None)
    path.write_bytes(recommender.export())
    return path


def test_a_team_starts_with_the_model_its_settings_name(model: Path) -> None:
    checksum = hashlib.sha256(model.read_bytes()).hexdigest().upper()

    content, trouble = read_team_model(
        replace(Settings(), model=str(model), model_sha256=checksum)
    )

    assert (content, trouble) == (model.read_bytes(), "")
    assert build_recommender(content)[1] == ""


def test_a_model_that_is_not_the_one_the_checksum_names_is_not_used(model: Path) -> None:
    content, trouble = read_team_model(
        replace(Settings(), model=str(model), model_sha256="0" * 64)
    )

    assert content is None
    assert "checksum" in trouble


def test_a_model_that_is_not_there_is_named(tmp_path: Path) -> None:
    content, trouble = read_team_model(replace(Settings(), model=str(tmp_path / "none.model")))

    assert content is None
    assert "none.model" in trouble


def test_a_damaged_model_is_told_and_a_fresh_one_is_used(
    model: Path, expect_log: Callable[[str], None]
) -> None:
    expect_log("cannot be used")
    recommender, trouble = build_recommender(model.read_bytes()[:-3])

    assert "cannot be used" in trouble
    assert recommender.export()
