"""An audit says "well" only when every package was asked about."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from dev import audit_verdict


def answer(*packages: Mapping[str, object]) -> str:
    return json.dumps({"dependencies": packages, "fixes": []})


def test_nothing_known_of_any_package_is_well() -> None:
    code, lines = audit_verdict(answer({"name": "one", "version": "1.0", "vulns": []}), "")

    assert (code, lines) == (0, ["1 packages, no known vulnerability"])


def test_a_vulnerability_is_named_with_what_mends_it() -> None:
    found = {"id": "PYSEC-2026-1", "fix_versions": ["1.1"], "aliases": []}
    skipped = {"name": "two", "skip_reason": "not found"}

    code, lines = audit_verdict(
        answer({"name": "one", "version": "1.0", "vulns": [found]}, skipped), ""
    )

    assert code == 1
    assert lines == ["one 1.0: PYSEC-2026-1, mended in 1.1", "not asked about: two"]


def test_a_mirror_that_knows_nothing_is_no_pass(capsys: pytest.CaptureFixture[str]) -> None:
    code, lines = audit_verdict(answer({"name": "one", "skip_reason": "not found on PyPI"}), "")

    assert (code, lines) == (3, ["not asked about: one"])
    assert "NOT AUDITED" in capsys.readouterr().err


@pytest.mark.parametrize("output", ["", "Traceback", "[]", "{}"])
def test_without_an_answer_it_says_why(output: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, _ = audit_verdict(output, "long talk\nConnectionError: no route to host\n")

    assert code == 3
    assert "no route to host" in capsys.readouterr().err
