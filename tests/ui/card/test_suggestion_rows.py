"""A row of a suggestion says why in whole reasons, as many as it has room for."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from tests.languages.speaking import speaking
from tests.ui import snapshots as s
from wrapup_desk.application.base.settings import LanguageChoice, Settings, ThemeChoice
from wrapup_desk.domain.codes.names import NamedCodes
from wrapup_desk.domain.suggestion import Evidence, EvidenceKind, Source, Suggestion
from wrapup_desk.ui.card.appearance import Option
from wrapup_desk.ui.card.suggestion_rows import NamesInSight, SuggestionRow
from wrapup_desk.ui.theme import Theme, apply_theme

REASONS = "“charged twice”", "“refund”", "Billing queue"


def row(theme: Theme, *evidence: Evidence) -> SuggestionRow:
    given = Suggestion(s.code("Refund"), 0.86, Source.MODEL, evidence)
    shown = SuggestionRow(theme)
    shown.show_option(
        Option(given.code, given), 1, NamesInSight({given.code.id: NamedCodes().of(given.code)})
    )
    return shown


def reason(shown: SuggestionRow, width: int) -> str:
    shown.resize(width, shown.heightForWidth(width))
    return shown._texts(width)[-1].lines[0]


def test_a_reason_that_has_no_room_is_left_out_whole_and_told_when_pointed_at(
    theme: Theme,
) -> None:
    shown = row(theme, *s.heard("charged twice", "refund"), s.BILLING)
    read = {reason(shown, width) for width in range(220, 700, 8)}

    assert read == {" · ".join(REASONS[:count]) for count in (1, 2, 3)}
    reason(shown, 220)
    assert shown.hint() == "Refund\n" + " · ".join(REASONS)
    reason(shown, 700)
    assert shown.hint() == ""
    shown.deleteLater()


def test_a_further_topic_is_told_with_the_comma_of_the_language(theme: Theme) -> None:
    with speaking(LanguageChoice.JAPANESE):
        shown = row(theme, s.BILLING)
        shown.show_topic(is_topic=True)

    assert "," not in shown.accessibleName()
    shown.deleteLater()


def test_a_reason_of_long_words_stands_whole_in_a_narrow_row_at_large_text(
    qapp: QApplication,
) -> None:
    theme = apply_theme(qapp, Settings(theme=ThemeChoice.LIGHT, text_percent=200))
    with speaking(LanguageChoice.GERMAN):
        shown = row(theme, s.BILLING)
        lines = shown._texts(300)[-1].lines

    whole = (line.removesuffix("-") if line.endswith("-") else f"{line} " for line in lines)
    assert "".join(whole).rstrip() == "Warteschlange Billing"
    shown.deleteLater()


@pytest.mark.parametrize("width", [220, 400])
def test_a_single_reason_that_has_no_room_is_cut(theme: Theme, width: int) -> None:
    shown = row(theme, Evidence(EvidenceKind.HEARD, "charged " * 20))

    assert reason(shown, width).startswith("“charged")
    assert reason(shown, width).endswith("…")
    assert "charged charged" in shown.hint()
    shown.deleteLater()
