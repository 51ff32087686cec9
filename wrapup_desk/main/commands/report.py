"""Prints what the suggestions would have got right: `wrapup-desk report`."""

from __future__ import annotations

import enum
import io
import json
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path

from wrapup_desk.adapters.learning.outcome_reader import read_together
from wrapup_desk.adapters.system_clock import SystemClock
from wrapup_desk.application.learning.outcomes import Seen, StoredOutcomes
from wrapup_desk.application.learning.reported_queues import ReportedQueue, reported
from wrapup_desk.domain.language.conventions import day, number, percent
from wrapup_desk.domain.language.texts import tr, tr_n
from wrapup_desk.domain.recommender.trust.suggestion_report import SuggestionReport
from wrapup_desk.domain.repair.csv_export import csv_lines

_HEADER = (
    "queue", "code", "chosen", "suggested", "right", "precision", "found", "held_back",
    "held_back_wrong",
)  # fmt: skip
_MOST_LISTED = 12
_LONGEST_NAME = 40


class ReportFormat(enum.Enum):
    """How the report is printed."""

    TEXT = "text"
    CSV = "csv"
    JSON = "json"


def run_report(paths: Sequence[Path], days: int, form: ReportFormat) -> int:
    """Print the outcomes of the last *days* kept at *paths*; 0 also when there are none.

    Raises:
        StoreError: a file cannot be read.
    """
    since = SystemClock().now() - timedelta(days=days)
    kept = read_together([path for path in paths if path.is_file()], since)
    if form is ReportFormat.CSV and isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(newline="")  # CSV has line ends of its own
    for line in _FORMS[form](kept, since):
        sys.stdout.write(line)
    return 0


# As text


def _text(kept: StoredOutcomes, since: datetime) -> Iterator[str]:
    seen = Counter(each.seen for each in kept.outcomes)
    yield (
        tr_n(
            "1 leg since {since} whose code a person chose: {shown} with"
            " suggestions in sight, {shadow} in shadow mode, {blind} asked blind.\n",
            "{count} legs since {since} whose code a person chose: {shown} with"
            " suggestions in sight, {shadow} in shadow mode, {blind} asked blind.\n",
            len(kept.outcomes),
            since=day(since.date(), has_year=True),
            shown=number(seen[Seen.SHOWN]),
            shadow=number(seen[Seen.SHADOW]),
            blind=number(seen[Seen.BLIND]),
        )
    )
    for queue in reported(kept):
        yield "\n"
        for line in _queue_lines(queue):
            yield line + "\n"


def _queue_lines(queue: ReportedQueue) -> Iterator[str]:
    report = queue.all
    yield tr_n("{name}: 1 leg", "{name}: {count} legs", report.legs, name=queue.name)
    yield tr(
        "  first suggestion as chosen   {share}{unseen}",
        share=percent(report.top_share),
        unseen=_honest(queue.unseen),
    )
    precise = (
        ""
        if report.precision is None
        else tr(", right in {share} of them", share=percent(report.precision, 1))
    )
    yield tr(
        "  would have sent itself       {share}{precise}",
        share=percent(report.coverage),
        precise=precise,
    )
    if report.held_back:
        yield tr(
            "  sure, and still asked        {count}; {wrong} of them people chose otherwise",
            count=number(report.held_back),
            wrong=number(report.held_back_wrong),
        )
    yield tr("  codes that mean “other”      {share}", share=percent(report.other_share))
    yield from _table(
        (tr("Code"), tr("Chosen"), tr("Suggested"), tr("Precision"), tr("Found")),
        [
            (
                code.name[:_LONGEST_NAME],
                number(code.chosen),
                number(code.suggested),
                _share(code.precision),
                _share(code.found),
            )
            for code in sorted(report.codes, key=lambda code: -code.chosen)
            if code.chosen or code.suggested
        ],
    )
    names = {code.code_id: code.name for code in report.codes}
    for pair in report.confused[:_MOST_LISTED]:
        chosen = names.get(pair.chosen_code_id, pair.chosen_code_id)
        suggested = names.get(pair.suggested_code_id, pair.suggested_code_id)
        yield tr_n(
            "  confused once: suggested “{suggested}”, chosen “{chosen}”",
            "  confused {count} times: suggested “{suggested}”, chosen “{chosen}”",
            pair.times,
            suggested=suggested,
            chosen=chosen,
        )
    for code in report.codes:
        if code.held_back_wrong:
            yield tr(
                "  asked again for “{code}”: {count} times, people chose otherwise {wrong} times",
                code=code.name,
                count=number(code.held_back),
                wrong=number(code.held_back_wrong),
            )
    if report.unused_codes:
        yield tr(
            "  never chosen: {names}", names=", ".join(code.name for code in report.unused_codes)
        )


def _honest(unseen: SuggestionReport | None) -> str:
    if unseen is None:
        return ""
    return tr(
        "; where nobody saw it, {share} of {count}",
        share=percent(unseen.top_share),
        count=number(unseen.legs),
    )


def _share(share: float | None) -> str:
    return "-" if share is None else percent(share)


def _table(titles: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Yield lines whose columns are as wide as what is in them; all but the first end alike."""
    widths = [max(map(_columns, column)) for column in zip(titles, *rows, strict=True)]
    for first, *others in (titles, *rows):
        name = first + " " * (widths[0] - _columns(first))
        rest = (
            " " * (width - _columns(text)) + text
            for text, width in zip(others, widths[1:], strict=True)
        )
        yield "  ".join(("", name, *rest))


def _columns(text: str) -> int:
    """Return how many columns of a terminal *text* takes: Japanese signs take two."""
    signs = unicodedata.normalize("NFC", text)
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in signs)


# For programs


def _csv(kept: StoredOutcomes, since: datetime) -> Iterator[str]:
    del since  # the rows say it all
    return csv_lines(_HEADER, _rows(reported(kept)))


def _rows(queues: Sequence[ReportedQueue]) -> Iterator[tuple[str, ...]]:
    for queue in queues:
        for code in queue.all.codes:
            shares = (
                "" if each is None else f"{each:.4f}" for each in (code.precision, code.found)
            )
            counts = (str(each) for each in (code.chosen, code.suggested, code.right))
            held = (str(code.held_back), str(code.held_back_wrong))
            yield (queue.name, code.name, *counts, *shares, *held)


def _json(kept: StoredOutcomes, since: datetime) -> Iterator[str]:
    seen = Counter(each.seen.value for each in kept.outcomes)
    queues = [
        {
            "queue": queue.name,
            "first_right": queue.all.top_share,
            "first_right_unseen": queue.unseen.top_share if queue.unseen else None,
            "legs_unseen": queue.unseen.legs if queue.unseen else 0,
            "coverage": queue.all.coverage,
            "precision": queue.all.precision,
            "other_share": queue.all.other_share,
            "held_back": queue.all.held_back,
            "held_back_wrong": queue.all.held_back_wrong,
            **asdict(queue.all),
        }
        for queue in reported(kept)
    ]
    whole = {"since": since.isoformat(timespec="seconds"), "seen": seen, "queues": queues}
    yield json.dumps(whole, ensure_ascii=False) + "\n"


_FORMS = {ReportFormat.TEXT: _text, ReportFormat.CSV: _csv, ReportFormat.JSON: _json}
