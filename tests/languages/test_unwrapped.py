from __future__ import annotations

from pathlib import Path

import pytest

from tests.languages.unwrapped import unwrapped


def test_everything_that_is_said_goes_through_the_language() -> None:
    assert unwrapped() == [], "say it by tr(…); see CONTRIBUTING.md, Texts"


@pytest.mark.parametrize(
    "code",
    [
        'label.setText("Send")',
        'label.show_text(f"{count} codes wait")',
        'Notice(key, kind, "It went wrong")',
        'raise StoreBroken("It cannot be read.")',
        'def text(n):\n    return f"{n} codes wait here"',
        'names = {1: "two words"}',
    ],
)
def test_a_text_that_was_forgotten_is_found(tmp_path: Path, code: str) -> None:
    path = tmp_path / "module.py"
    path.write_text(code, encoding="utf-8")

    assert len(unwrapped([path])) == 1


@pytest.mark.parametrize(
    "code",
    [
        '"""A docstring that says it."""',
        'label.setText(tr("Send it now"))',
        'log.warning("it went %s wrong", how)',
        'label.setText(name)\nlabel.setObjectName("the label")',
        'if text == "two words":\n    pass',
        'label.setText("1 2 3 · Z")',
    ],
)
def test_what_nobody_reads_is_left_alone(tmp_path: Path, code: str) -> None:
    path = tmp_path / "module.py"
    path.write_text(code, encoding="utf-8")

    assert unwrapped([path]) == []
