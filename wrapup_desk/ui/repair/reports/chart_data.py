"""Turns the figures of the core into bars, table lines and one sentence for each chart."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from wrapup_desk.domain.history.past_leg import NameDirectory
from wrapup_desk.domain.repair.code_origin import ChosenBy
from wrapup_desk.domain.repair.repair_reports import RepairReports, Share
from wrapup_desk.ui.repair.reports.charts import Bar, ChartData
from wrapup_desk.ui.repair.wording import share_text

translate = QCoreApplication.translate


def missing_by_queue(reports: RepairReports) -> tuple[str, ChartData]:
    """Return the missing rate of each queue, the worst first."""
    shares = reports.missing_by_queue
    data = _shares([(each.label, each) for each in shares], translate("Reports", "Queue"))
    if not shares:
        return _nothing(), data
    text = translate("Reports", "{queue} misses most: {count} of {of} without an agent's code.")
    worst = shares[0]
    return text.format(queue=worst.label, count=f"{worst.count:,}", of=f"{worst.of:,}"), data


def missing_by_day(reports: RepairReports) -> tuple[str, ChartData]:
    """Return the missing rate of each day."""
    pairs = [(f"{day.day} {day:%b}", share) for day, share in reports.missing_by_day]
    data = _shares(pairs, translate("Reports", "Day"))
    if not pairs:
        return _nothing(), data
    text = translate("Reports", "{count} of {of} interactions ended without an agent's code.")
    missing = reports.legs_count - reports.coded_count
    said = text.format(count=f"{missing:,}", of=f"{reports.legs_count:,}")
    return f"{said} {_chosen_by(reports)}".strip(), data


def _chosen_by(reports: RepairReports) -> str:
    """Return whose the other codes on record are, where not the agents'."""
    words = {
        ChosenBy.SUPERVISOR: translate("Reports", "supervisors chose {count}"),
        ChosenBy.PROGRAM: translate("Reports", "the agents' desks by themselves {count}"),
        ChosenBy.RULE: translate("Reports", "the organisation's own rules {count}"),
    }
    parts = [
        word.format(count=f"{reports.chosen_by[chooser]:,}")
        for chooser, word in words.items()
        if reports.chosen_by.get(chooser)
    ]
    if not parts:
        return ""
    return translate("Reports", "Of the codes on record, {parts}.").format(parts=", ".join(parts))


def _shares(pairs: Sequence[tuple[str, Share]], first: str) -> ChartData:
    bars = tuple(
        Bar(label, share.rate, share_text(share.rate, digits=1), "bad", is_share=True)
        for label, share in pairs
    )
    lines = tuple(
        (label, f"{share.count:,}", f"{share.of:,}", share_text(share.rate, digits=1))
        for label, share in pairs
    )
    titles = (
        first,
        translate("Reports", "Without a code"),
        translate("Reports", "Interactions"),
        translate("Reports", "Share"),
    )
    return ChartData(bars, titles, lines)


def time_to_code(reports: RepairReports) -> tuple[str, ChartData]:
    """Return how long it took from hang-up to the code."""
    spans = reports.time_to_code
    most = max((count for _, count in spans.bars), default=0) or 1
    labels = _edges([edge for edge, _ in spans.bars])
    bars = tuple(
        Bar(label, count / most, f"{count:,}", "accent")
        for label, (_, count) in zip(labels, spans.bars, strict=True)
    )
    lines = tuple(
        (label, f"{count:,}") for label, (_, count) in zip(labels, spans.bars, strict=True)
    )
    titles = (translate("Reports", "Time to code"), translate("Reports", "Interactions"))
    if not spans.count:
        return _nothing(), ChartData(bars, titles, lines)
    text = translate("Reports", "Half within {median} s, nine in ten within {p90} s.")
    sentence = text.format(median=f"{spans.median_s:.0f}", p90=f"{spans.p90_s:.0f}")
    return sentence, ChartData(bars, titles, lines)


def _edges(edges: Sequence[float | None]) -> list[str]:
    labels: list[str] = []
    before = 0.0
    for edge in edges:
        dash = "\N{EN DASH}"
        labels.append(f"> {before:.0f} s" if edge is None else f"{before:.0f}{dash}{edge:.0f} s")
        before = edge or before
    return labels


def precision(reports: RepairReports, directory: NameDirectory) -> tuple[str, ChartData]:
    """Return how often each suggested code was the chosen one."""
    found = reports.precision_by_code
    bars = tuple(
        Bar(
            directory.code_name(each.code_id),
            each.precision,
            share_text(each.precision),
            "live",
            is_share=True,
        )
        for each in found
    )
    lines = tuple(
        (
            directory.code_name(each.code_id),
            f"{each.suggested:,}",
            f"{each.chosen:,}",
            share_text(each.precision),
        )
        for each in found
    )
    titles = (
        translate("Reports", "Suggested code"),
        translate("Reports", "Suggested"),
        translate("Reports", "Chosen"),
        translate("Reports", "Precision"),
    )
    agreed = reports.agreement
    if not agreed.of:
        text = translate(
            "Reports", "No suggestions to hold against codes yet: suggest some first."
        )
        return text, ChartData(bars, titles, lines)
    text = translate("Reports", "Agent and suggestion agreed on {count} of {of} interactions.")
    return text.format(count=f"{agreed.count:,}", of=f"{agreed.of:,}"), ChartData(
        bars, titles, lines
    )


def confusions(reports: RepairReports, directory: NameDirectory) -> tuple[str, ChartData]:
    """Return which codes are taken for which."""
    found = reports.confusions
    most = max((each.count for each in found), default=0) or 1
    arrow = " \N{RIGHTWARDS ARROW} "
    named = [
        (directory.code_name(each.suggested_id), directory.code_name(each.chosen_id), each.count)
        for each in found
    ]
    bars = tuple(
        Bar(f"{first}{arrow}{second}", count / most, f"{count:,}", "wrap")
        for first, second, count in named
    )
    lines = tuple((first, second, f"{count:,}") for first, second, count in named)
    titles = (
        translate("Reports", "Suggested"),
        translate("Reports", "Chosen instead"),
        translate("Reports", "Interactions"),
    )
    if not found:
        text = translate("Reports", "No code was chosen against a suggestion.")
    else:
        text = translate("Reports", "What was suggested, and what the agent chose instead.")
    return text, ChartData(bars, titles, lines)


def uses(reports: RepairReports, directory: NameDirectory) -> tuple[str, ChartData]:
    """Return how often each code was used, the unused ones by name."""
    counted = sorted((reports.uses_by_code or {}).items(), key=lambda pair: -pair[1])
    most = counted[0][1] if counted else 1
    bars = tuple(
        Bar(directory.code_name(code_id), count / most, f"{count:,}", "accent")
        for code_id, count in counted
    )
    unused = [directory.code_name(code_id) for code_id in reports.unused_code_ids]
    lines = (
        *((directory.code_name(code_id), f"{count:,}") for code_id, count in counted),
        *((name, "0") for name in unused),
    )
    titles = (translate("Reports", "Code"), translate("Reports", "Used"))
    data = ChartData(bars, titles, lines)
    if not unused:
        return translate("Reports", "Every active code was used."), data
    text = translate("Reports", "{count} active codes were never used: {names}.")
    shown = ", ".join(unused[:6]) + (" …" if len(unused) > 6 else "")
    return text.format(count=len(unused), names=shown), data


def _nothing() -> str:
    return translate("Reports", "Nothing to count yet: search a time range first.")
