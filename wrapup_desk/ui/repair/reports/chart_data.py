"""Turns the figures of the core into bars, table lines and one sentence for each chart."""

from __future__ import annotations

from collections.abc import Sequence

from wrapup_desk.domain.history.past_leg import NameDirectory
from wrapup_desk.domain.language.conventions import day, listed, number, sentences
from wrapup_desk.domain.language.texts import fill, tr, tr_n
from wrapup_desk.domain.repair.code_origin import ChosenBy
from wrapup_desk.domain.repair.repair_reports import RepairReports, Share
from wrapup_desk.ui.repair.reports.charts import Bar, ChartData
from wrapup_desk.ui.repair.wording import code_labels, first_names, share_text


def missing_by_queue(reports: RepairReports) -> tuple[str, ChartData]:
    """Return the missing rate of each queue, the worst first."""
    shares = reports.missing_by_queue
    data = _shares([(each.label, each) for each in shares], tr("Queue"))
    if not shares:
        return _nothing(), data
    worst = shares[0]
    if not worst.count:
        return tr("An agent coded each of them."), data
    text = tr("{queue} misses most: {count} of {of} without an agent's code.")
    return fill(text, queue=worst.label, count=number(worst.count), of=number(worst.of)), data


def missing_by_day(reports: RepairReports) -> tuple[str, ChartData]:
    """Return the missing rate of each day."""
    pairs = [(day(date), share) for date, share in reports.missing_by_day]
    data = _shares(pairs, tr("Day"))
    if not pairs:
        return _nothing(), data
    text = tr("{count} of {of} interactions ended without an agent's code.")
    missing = reports.legs_count - reports.coded_count
    said = fill(text, count=number(missing), of=number(reports.legs_count))
    return sentences(said, _chosen_by(reports)), data


def _chosen_by(reports: RepairReports) -> str:
    """Return whose the other codes on record are, where not the agents'."""
    words = {
        ChosenBy.SUPERVISOR: tr("supervisors chose {count}"),
        ChosenBy.PROGRAM: tr("the agents' desks by themselves {count}"),
        ChosenBy.RULE: tr("the organisation's own rules {count}"),
    }
    parts = [
        fill(word, count=number(reports.chosen_by[chooser]))
        for chooser, word in words.items()
        if reports.chosen_by.get(chooser)
    ]
    if not parts:
        return ""
    return tr("Of the codes on record, {parts}.", parts=listed(parts))


def _shares(pairs: Sequence[tuple[str, Share]], first: str) -> ChartData:
    bars = tuple(
        Bar(label, share.rate, share_text(share.rate, digits=1), "bad", is_share=True)
        for label, share in pairs
    )
    lines = tuple(
        (label, number(share.count), number(share.of), share_text(share.rate, digits=1))
        for label, share in pairs
    )
    titles = (
        first,
        tr("Without a code"),
        tr("Interactions"),
        tr("Share"),
    )
    return ChartData(bars, titles, lines)


def time_to_code(reports: RepairReports) -> tuple[str, ChartData]:
    """Return how long it took from hang-up to the code."""
    spans = reports.time_to_code
    most = max((count for _, count in spans.bars), default=0) or 1
    labels = _edges([edge for edge, _ in spans.bars])
    bars = tuple(
        Bar(label, count / most, number(count), "accent")
        for label, (_, count) in zip(labels, spans.bars, strict=True)
    )
    lines = tuple(
        (label, number(count)) for label, (_, count) in zip(labels, spans.bars, strict=True)
    )
    titles = (tr("Time to code"), tr("Interactions"))
    if not spans.count:
        return _nothing(), ChartData(bars, titles, lines)
    text = tr("Half within {median} s, nine in ten within {p90} s.")
    sentence = fill(text, median=number(spans.median_s), p90=number(spans.p90_s))
    return sentence, ChartData(bars, titles, lines)


def _edges(edges: Sequence[float | None]) -> list[str]:
    labels: list[str] = []
    before = 0.0
    for edge in edges:
        if edge is None:
            labels.append(tr("> {seconds} s", seconds=number(before)))
        else:
            labels.append(
                tr("{first}\N{EN DASH}{last} s", first=number(before), last=number(edge))
            )
        before = edge or before
    return labels


def precision(reports: RepairReports, directory: NameDirectory) -> tuple[str, ChartData]:
    """Return how often each suggested code was the chosen one."""
    label = code_labels(directory)
    found = reports.precision_by_code
    bars = tuple(
        Bar(
            label(each.code_id),
            each.precision,
            share_text(each.precision),
            "live",
            is_share=True,
        )
        for each in found
    )
    lines = tuple(
        (
            label(each.code_id),
            number(each.suggested),
            number(each.chosen),
            share_text(each.precision),
        )
        for each in found
    )
    titles = (
        tr("Suggested code"),
        tr("Suggested"),
        tr("Chosen"),
        tr("Precision"),
    )
    agreed = reports.agreement
    if not agreed.of:
        text = tr("No suggestions to hold against codes yet: suggest some first.")
        return text, ChartData(bars, titles, lines)
    text = tr("Agent and suggestion agreed on {count} of {of} interactions.")
    return fill(text, count=number(agreed.count), of=number(agreed.of)), ChartData(
        bars, titles, lines
    )


def confusions(reports: RepairReports, directory: NameDirectory) -> tuple[str, ChartData]:
    """Return which codes are taken for which."""
    label = code_labels(directory)
    found = reports.confusions
    most = max((each.count for each in found), default=0) or 1
    named = [(label(each.suggested_id), label(each.chosen_id), each.count) for each in found]
    bars = tuple(
        Bar(f"{first}\n\N{RIGHTWARDS ARROW} {second}", count / most, number(count), "wrap")
        for first, second, count in named
    )
    lines = tuple((first, second, number(count)) for first, second, count in named)
    titles = (
        tr("Suggested"),
        tr("Chosen instead"),
        tr("Interactions"),
    )
    if not found:
        text = tr("No code was chosen against a suggestion.")
    else:
        text = tr("What was suggested, and what the agent chose instead.")
    return text, ChartData(bars, titles, lines)


def uses(reports: RepairReports, directory: NameDirectory) -> tuple[str, ChartData]:
    """Return how often each code was used, the unused ones by name."""
    label = code_labels(directory)
    counted = sorted((reports.uses_by_code or {}).items(), key=lambda pair: -pair[1])
    most = counted[0][1] if counted else 1
    bars = tuple(
        Bar(label(code_id), count / most, number(count), "accent") for code_id, count in counted
    )
    unused = [label(code_id) for code_id in reports.unused_code_ids]
    lines = (
        *((label(code_id), number(count)) for code_id, count in counted),
        *((name, "0") for name in unused),
    )
    titles = (tr("Code"), tr("Used"))
    data = ChartData(bars, titles, lines)
    if not unused:
        return tr("Every active code was used."), data
    told = tr_n(
        "1 active code was never used: {names}.",
        "{count} active codes were never used: {names}.",
        len(unused),
        names=first_names(unused),
    )
    return told, data


def topics(reports: RepairReports, directory: NameDirectory) -> tuple[str, ChartData]:
    """Return how often each code was a further topic, the most frequent first."""
    label = code_labels(directory)
    counted = reports.topics_by_code.items()
    most = max(reports.topics_by_code.values(), default=1)
    bars = tuple(
        Bar(label(code_id), count / most, number(count), "accent") for code_id, count in counted
    )
    lines = tuple((label(code_id), number(count)) for code_id, count in counted)
    data = ChartData(bars, (tr("Further topic"), tr("Interactions")), lines)
    text = tr("{count} of {of} interactions were about more than one topic.")
    return fill(text, count=number(reports.legs_with_topics), of=number(reports.legs_count)), data


def _nothing() -> str:
    return tr("Nothing to count yet: search a time range first.")
