"""Builds the parts of a page of figures: sections, bars as SVG, tables."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from html import escape

from wrapup_desk.domain.codes.fitting import fitted_texts
from wrapup_desk.domain.language.conventions import number
from wrapup_desk.domain.language.texts import tr

NOTHING = "\N{EN DASH}"
_MOST_BARS = 15
_MOST_LINES = 200
# The room beside a bar, in widths of a small letter: what reads the page has a font of its own.
_LABEL_ROOM = 34


def section(title: str, told: str, chart: str, table: str) -> list[str]:
    """Return a part of the page under its own title; what is empty is left out."""
    said = f'<p class="muted">{escape(told)}</p>' if told else ""
    return [f"<section><h2>{escape(title)}</h2>{said}{chart}{table}</section>"]


def bar_chart(title: str, lengths: Sequence[tuple[str, float, str, str]]) -> str:
    """Return bars below each other; lengths are from 0 to 1."""
    shown = lengths[:_MOST_BARS]
    if not shown:
        return ""
    height = 26 * len(shown)
    fitted = fitted_texts({label for label, *_ in shown}, _has_room)
    parts = [
        f'<svg role="img" aria-label="{escape(title)}" viewBox="0 0 800 {height}" width="800"'
        f' height="{height}">'
    ]
    for place, (label, length, figure, ink) in enumerate(shown):
        middle = 26 * place + 13
        width = max(0.0, min(1.0, length)) * 440
        parts.append(
            f'<text x="0" y="{middle + 4}">{escape(fitted[label])}</text>'
            f'<rect class="track" x="260" y="{middle - 5}" width="440" height="10" rx="5"/>'
            f'<rect class="{ink}" x="260" y="{middle - 5}" width="{width:.1f}" height="10" rx="5"/>'
            f'<text x="800" y="{middle + 4}" text-anchor="end">{escape(figure)}</text>'
        )
    return "".join(parts) + "</svg>"


def _has_room(label: str) -> bool:
    """Whether *label* ends before its bar begins, in any usual font."""
    return sum(map(_width, label)) <= _LABEL_ROOM


def _width(sign: str) -> float:
    if unicodedata.east_asian_width(sign) in "WF":
        return 2.0
    return 1.4 if sign.isupper() else 1.0


def table_of(titles: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """Return *lines* as a table, as many as a person reads, and how many are left out."""
    if not lines:
        return f'<p class="muted">{escape(tr("Nothing to count."))}</p>'
    # The first column names what a line is about, be it by a day.
    marks = ["", *(_mark([line[place] for line in lines]) for place in range(1, len(titles)))]
    head = "".join(_cells("th", titles, marks))
    rows = "".join(
        f"<tr>{''.join(_cells('td', line, marks))}</tr>" for line in lines[:_MOST_LINES]
    )
    left = len(lines) - _MOST_LINES
    more = tr("And {count} more.", count=number(left)) if left > 0 else ""
    more = f'<p class="muted">{escape(more)}</p>' if more else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{more}"


def _mark(cells: Sequence[str]) -> str:
    """Return how a column stands: figures below each other from the right."""
    is_figures = not any(sign.isalpha() for cell in cells for sign in cell)
    return ' class="number"' if is_figures else ""


def _cells(tag: str, texts: Sequence[str], marks: Sequence[str]) -> list[str]:
    pairs = zip(texts, marks, strict=True)
    return [f"<{tag}{mark}>{escape(text)}</{tag}>" for text, mark in pairs]
