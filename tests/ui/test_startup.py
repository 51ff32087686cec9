from __future__ import annotations

import subprocess
import sys

# What the first window must not wait for.
HEAVY = (
    *("numpy", "rapidfuzz", "httpx", "websockets", "keyring", "asyncio", "importlib.metadata"),
    *("wrapup_desk.application.repair.state", "wrapup_desk.domain.quality"),
)
# And what the program does not load before it: the recommender, the encoder, the repair desk.
LATER = (
    *("numpy", "rapidfuzz", "websockets", "keyring", "PySide6.QtNetwork"),
    *("wrapup_desk.application.repair.state", "wrapup_desk.domain.quality"),
    *("wrapup_desk.domain.notes.drafter", "wrapup_desk.domain.recommender.recommender"),
    # What joins the window and the desktop around it.
    *("wrapup_desk.main.desktop.joined", "wrapup_desk.ui.attention.attention", "jeepney"),
)


def test_the_program_is_imported_without_what_it_needs_after_the_first_paint() -> None:
    program = (
        "import sys, wrapup_desk.main.apps.desk_window\n"
        f"print([name for name in {LATER!r} if name in sys.modules])"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )

    assert done.stdout.strip() == "[]"


def test_the_window_is_imported_without_anything_heavy() -> None:
    program = (
        "import sys, wrapup_desk.ui.desk.window\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )

    assert done.stdout.strip() == "[]"


def test_no_file_of_the_ui_opens_anything_modal_or_asynchronous() -> None:
    from pathlib import Path

    root = Path(__file__).resolve().parents[2] / "wrapup_desk" / "ui"
    banned = ("async def", ".exec(", "exec_(", "setHtml(", "RichText", "setWindowModality(")

    # These two say no to what is banned.
    harmless = ("setAcceptRichText(False)", "setWindowModality(Qt.WindowModality.NonModal)")

    found = []
    for path in root.rglob("*.py"):
        code = path.read_text(encoding="utf-8")
        for phrase in harmless:
            code = code.replace(phrase, "")
        found += [(path.name, word) for word in banned if word in code]

    assert found == []
