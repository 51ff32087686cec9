"""Turns agents' figures, the team's weeks and the code list's health into chart data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wrapup_desk.application.repair.leg_index import LegIndex
from wrapup_desk.domain.language.conventions import (
    aside,
    clauses,
    day,
    number,
    sentences,
    sort_key,
)
from wrapup_desk.domain.language.texts import fill, tr, tr_n
from wrapup_desk.domain.quality.coaching import FEWEST_LEGS, AgentFigures
from wrapup_desk.domain.quality.code_list import CodeListHealth
from wrapup_desk.domain.quality.estimate import Estimate
from wrapup_desk.domain.quality.quality_figures import QualityFigures
from wrapup_desk.ui.repair.reports.charts import Bar, ChartData
from wrapup_desk.ui.repair.wording import NOTHING, code_labels, first_names, share_text

_MOST_TALKS = 2


def coaching(quality: QualityFigures, legs: LegIndex) -> tuple[str, ChartData]:
    """Return each agent's missing codes beside their queues' mean, by name."""
    named = sorted(
        ((legs.agent_name(each.agent_id), each) for each in quality.coaching.agents),
        key=lambda pair: sort_key(pair[0]),
    )
    bars = tuple(_agent_bar(name, figures) for name, figures in named)
    lines = tuple(_agent_line(name, figures, legs) for name, figures in named)
    titles = (
        tr("Agent"),
        tr("Interactions"),
        tr("Without a code"),
        tr("Their queues' mean"),
        tr("Timed out"),
        tr("Corrected later"),
        tr("Wrong in the sample"),
        tr("Time to code"),
        tr("Taken for each other most"),
        tr("Conversations to talk about"),
    )
    return _coaching_sentence(named), ChartData(bars, titles, lines)


def _coaching_sentence(named: Sequence[tuple[str, AgentFigures]]) -> str:
    if not named:
        return tr("Nothing to count yet: search a time range first.")
    more = [name for name, figures in named if figures.misses_more]
    few = sum(not figures.is_enough for _, figures in named)
    if more:
        text = tr("Clearly more without a code than their queues: {names}.")
        said = fill(text, names=first_names(more))
    else:
        said = tr("Nobody differs from their queues by more than chance.")
    if few:
        text = tr("{count} with fewer than {least} interactions: nothing is said.")
        said = sentences(said, fill(text, count=few, least=FEWEST_LEGS))
    return said


def _agent_bar(name: str, figures: AgentFigures) -> Bar:
    usual = tr("{share}, usual {usual}")
    number = fill(
        usual, share=share_text(figures.missing.rate), usual=share_text(figures.usual_missing)
    )
    if not figures.is_enough:
        number = tr("only {count}", count=figures.legs)
    ink = "bad" if figures.misses_more else "live" if figures.misses_less else "muted"
    length = figures.missing.rate if figures.is_enough else 0.0
    return Bar(name, length, number, ink, is_share=True)


def _agent_line(name: str, figures: AgentFigures, legs: LegIndex) -> tuple[str, ...]:
    span = figures.median_to_code_s
    label = code_labels(legs.directory)
    pairs = [
        f"{label(pair.given_id)} \N{RIGHTWARDS ARROW} {label(pair.right_id)} ({pair.count})"
        for pair in figures.confused[:2]
    ]
    return (
        name,
        number(figures.legs),
        _with_interval(figures.missing),
        share_text(figures.usual_missing, digits=1),
        _beside(share_text(figures.timed_out.rate, digits=1), figures.usual_timed_out),
        _beside(_with_interval(figures.corrected), figures.usual_corrected),
        _with_interval(figures.sampled_wrong),
        _seconds(span, figures.usual_to_code_s),
        clauses(pairs) or NOTHING,
        talks_text(figures) or NOTHING,
    )


def _beside(own: str, usual: float) -> str:
    text = tr("{share}, usual {usual}")
    return fill(text, share=own, usual=share_text(usual, digits=1))


def _seconds(own_s: float | None, usual_s: float | None) -> str:
    if own_s is None or usual_s is None:
        return NOTHING
    text = tr("{seconds} s, usual {usual} s")
    return fill(text, seconds=number(own_s), usual=number(usual_s))


def talks_text(figures: AgentFigures) -> str:
    """Return ids of conversations in which a code was taken for another; the search finds them."""
    keys = [key for pair in figures.confused[:2] for key in pair.talks[:_MOST_TALKS]]
    return " ".join(key.conversation_id for key in keys)


def _with_interval(estimate: Estimate) -> str:
    if not estimate.of:
        return NOTHING
    low, high = share_text(estimate.low), share_text(estimate.high)
    return aside(share_text(estimate.rate, digits=1), f"{low}\N{EN DASH}{high}")


def weeks(quality: QualityFigures) -> tuple[str, ChartData]:
    """Return the team's share of missing codes by week."""
    found = quality.coaching.weeks
    bars = tuple(
        Bar(
            day(week.monday),
            week.missing.rate,
            share_text(week.missing.rate, digits=1),
            "bad",
            is_share=True,
        )
        for week in found
    )
    lines = tuple(
        (
            week.monday.isoformat(),
            f"{week.missing.of:,.0f}",
            _with_interval(week.missing),
            _with_interval(week.corrected),
        )
        for week in found
    )
    titles = (
        tr("Week from"),
        tr("Interactions"),
        tr("Without a code"),
        tr("Corrected later"),
    )
    if len(found) < 2:
        text = tr("Search several weeks to see where the team is going.")
        return text, ChartData(bars, titles, lines)
    first, last = found[0].missing, found[-1].missing
    if last.is_clearly_below(first.rate):
        text = tr("Fewer codes are missing than in the first week.")
    elif last.is_clearly_above(first.rate):
        text = tr("More codes are missing than in the first week.")
    else:
        text = tr("No change from the first week to the last but chance.")
    return text, ChartData(bars, titles, lines)


def code_list(quality: QualityFigures, legs: LegIndex) -> tuple[str, ChartData]:
    """Return what is wrong with the list of codes."""
    health = quality.codes
    bars = (
        _count_bar(tr("Never used"), len(health.unused_ids), health),
        _count_bar(tr("Used by one agent only"), len(health.one_agents), health),
        _count_bar(tr("In a confused pair"), 2 * len(health.confused), health),
        _count_bar(tr("Named like another"), _overlapping(health), health),
        Bar(
            tr("“Other” chosen"),
            health.other.rate,
            share_text(health.other.rate, digits=1),
            "wrap",
            is_share=True,
        ),
    )
    titles = (
        tr("Finding"),
        tr("Code"),
        tr("And"),
        tr("Times"),
    )
    data = ChartData(bars, titles, tuple(_code_lines(health, legs)))
    if not health.codes_count:
        return tr("Nothing to count yet: search a time range first."), data
    if not health.merges:
        return tr("No two codes are proposed to be merged."), data
    told = tr_n(
        "1 code could be merged into another, as the numbers say.",
        "{count} codes could be merged into another, as the numbers say.",
        len(health.merges),
    )
    return told, data


def _count_bar(label: str, count: int, health: CodeListHealth) -> Bar:
    of = health.codes_count or 1
    return Bar(label, min(1.0, count / of), number(count), "wrap", is_share=True)


def _overlapping(health: CodeListHealth) -> int:
    return len({code_id for pair in health.overlapping for code_id in pair})


def _code_lines(health: CodeListHealth, legs: LegIndex) -> Iterator[tuple[str, ...]]:
    name = code_labels(legs.directory)
    for merge in health.merges:
        reason = tr("Merge: {reason}", reason=merge.reason)
        yield (reason, name(merge.old_id), f"\N{RIGHTWARDS ARROW} {name(merge.new_id)}", "")
    for pair in health.confused:
        finding = tr("Taken for each other")
        yield (finding, name(pair.one_id), name(pair.other_id), number(pair.count))
    for one, other in health.overlapping:
        yield (tr("Named alike"), name(one), name(other), "")
    for alone in health.one_agents:
        finding = tr("One agent only")
        who = legs.agent_name(alone.agent_id)
        yield (finding, name(alone.code_id), who, number(alone.count))
    for code_id in health.unused_ids:
        yield (tr("Never used"), name(code_id), "", "0")
