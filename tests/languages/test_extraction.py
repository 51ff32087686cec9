from __future__ import annotations

from pathlib import Path

import pytest

from tests.languages.extraction import Unsayable, texts_of
from tests.languages.ts_files import Translations, compact


def module(folder: Path, code: str) -> list[Path]:
    path = folder / "module.py"
    path.write_text(code, encoding="utf-8")
    return [path]


def test_texts_plurals_and_marked_texts_are_found(tmp_path: Path) -> None:
    code = 'tr("Send" " it")\ntr_n("{count} code", "{count} codes", n)\nX = mark("Later")\ny("No")'

    found = texts_of(module(tmp_path, code))

    assert [(each.text, each.one) for each in found] == [
        ("Send it", ""),
        ("{count} codes", "{count} code"),
        ("Later", ""),
    ]


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("tr(text)", "literal"),
        ('tr(f"Send {code}")', "literal"),
        ('tr("")', "literal"),
        ('tr_n("one", many, n)', "literal"),
        ('tr("Send {code!r}", code=x)', "braces"),
        ('tr("Send {code:.1f}", code=x)', "braces"),
        ('tr("Send {}")', "braces"),
        ('tr("Send {code}", kode=x)', "given"),
        ('tr_n("a row", "rows", n)', "given"),
        ('tr_n("a {count}", "{count} b", n)\ntr_n("one {count}", "{count} b", n)', "form for one"),
    ],
)
def test_what_cannot_be_translated_is_told_with_its_place(
    tmp_path: Path, code: str, why: str
) -> None:
    with pytest.raises(Unsayable, match=why):
        texts_of(module(tmp_path, code))


def test_the_program_reads_finished_texts_only(tmp_path: Path) -> None:
    texts = texts_of(module(tmp_path, 'tr("Send")\ntr("Stop")\ntr_n("a {count}", "b {count}", n)'))
    german = Translations("de", {"Send": ("Senden",), "Stop": ("",), "b {count}": ("c", "")})

    assert '"Send": "Senden"' in compact(texts, german)
    assert "Stop" not in compact(texts, german)
    assert "b {count}" not in compact(texts, german)
