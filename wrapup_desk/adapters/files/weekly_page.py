"""Writes a week's figures as one self-contained page: charts as SVG, every number as a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape

from wrapup_desk.adapters.files.page_parts import NOTHING, bar_chart, section, table_of
from wrapup_desk.application.learning.reported_queues import ReportedQueue
from wrapup_desk.application.repair.leg_index import LegIndex
from wrapup_desk.application.repair.proof.weekly_figures import WeeklyFigures
from wrapup_desk.domain.language.conventions import aside, clauses, day, number, percent, sort_key
from wrapup_desk.domain.language.texts import language_in_use, mark, tr, tr_marked, tr_n
from wrapup_desk.domain.quality.coaching import FEWEST_LEGS, AgentFigures
from wrapup_desk.domain.quality.code_list import CodeListHealth
from wrapup_desk.domain.quality.estimate import Estimate
from wrapup_desk.domain.repair.code_origin import ChosenBy
from wrapup_desk.domain.repair.repair_reports import RepairReports, Share

_ARROW = "\N{RIGHTWARDS ARROW}"
# Nothing is loaded from anywhere, and nothing runs: the page is mailed.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = """
:root { color-scheme: light dark; --bg: #f4f5f7; --card: #fff; --line: #e1e4ea; --text: #171a21;
  --muted: #5b6472; --bad: #b42318; --live: #0b7a55; --accent: #3451d1; --wrap: #a05600; }
@media (prefers-color-scheme: dark) { :root { --bg: #14161b; --card: #1d2027; --line: #2c313b;
  --text: #eef0f4; --muted: #a3abb9; --bad: #ff8b7e; --live: #5ad3a2; --accent: #8fa4ff;
  --wrap: #f2b258; } }
body { background: var(--bg); color: var(--text); font: 15px/1.5 system-ui, "Segoe UI", sans-serif;
  margin: 0 auto; max-width: 60rem; padding: 1.5rem; }
h1 { font-size: 1.6rem; margin: 0; } h2 { font-size: 1.1rem; margin: 0 0 .25rem; }
p { margin: .25rem 0 .75rem; } .muted { color: var(--muted); }
section, .tile { background: var(--card); border: 1px solid var(--line); border-radius: 12px;
  margin: 1rem 0; padding: 1rem 1.25rem; overflow-x: auto; }
.tiles { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); }
.tile { margin: 0; } .tile b { display: block; font-size: 1.6rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; width: 100%; }
th, td { border-top: 1px solid var(--line); padding: .3rem .6rem .3rem 0; text-align: left;
  vertical-align: top; }
th { color: var(--muted); font-weight: 600; } .number { text-align: right; }
svg { display: block; margin: .5rem 0 1rem; max-width: 100%; }
svg text { fill: var(--text); font: 13px system-ui, "Segoe UI", sans-serif; }
.track { fill: var(--line); } .bad { fill: var(--bad); } .live { fill: var(--live); }
.accent { fill: var(--accent); } .wrap { fill: var(--wrap); } .quiet { fill: var(--muted); }
"""


def weekly_page(
    figures: WeeklyFigures,
    made_by: str,
    *,
    suggested: Sequence[ReportedQueue] = (),
    names_agents: bool = True,
) -> list[str]:
    """Return the page line by line; *made_by* says which program and version wrote it.

    *suggested* is how suggestions did in the week, where desks kept that.
    """
    week = figures.monday.isocalendar()
    title = escape(tr("Wrap-up codes, week {week} of {year}", week=week.week, year=week.year))
    first, last = _day(figures.monday), _day(figures.sunday)
    span = tr("{first} to {last}; times are local.", first=first, last=last)
    shares = tr("Shares in brackets are 95 % intervals.")
    lines = [
        "<!doctype html>",
        f'<html lang="{language_in_use()}"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{title}</title><style>{_STYLE}</style></head><body>",
        f"<h1>{title}</h1>",
        f'<p class="muted">{escape(span)}</p>',
        *_tiles(figures),
        *_days(figures.reports),
        *_queues(figures.reports),
        *_weeks(figures),
        *_chosen_by(figures.reports),
    ]
    if names_agents:
        lines += _agents(figures)
    lines += _sample(figures)
    lines += _codes(figures)
    lines += _topics(figures)
    if suggested:
        lines += _suggestions(suggested)
    lines.append(f'<p class="muted">{escape(made_by)}. {escape(shares)}</p>')
    lines.append("</body></html>")
    return [line + "\n" for line in lines]


def _day(shown: date) -> str:
    return day(shown, has_year=True)


# Sections


def _tiles(figures: WeeklyFigures) -> list[str]:
    reports = figures.reports
    of = reports.legs_count
    missing = of - reports.coded_count
    span = reports.time_to_code
    tiles = [
        (number(of), tr("interactions")),
        (_share(reports.coded_count, of), tr("coded by the agent")),
        (number(missing), tr("without an agent's code")),
        (_seconds(span.median_s) if span.count else NOTHING, tr("from hang-up to code, median")),
    ]
    inner = "".join(
        f'<div class="tile"><b>{escape(figure)}</b><span class="muted">{escape(text)}</span></div>'
        for figure, text in tiles
    )
    return [f'<div class="tiles">{inner}</div>']


def _days(reports: RepairReports) -> list[str]:
    shares = [(day(each), share) for each, share in reports.missing_by_day]
    return _share_section(tr("Without a code, by day"), tr("Day"), shares)


def _queues(reports: RepairReports) -> list[str]:
    shares = [(share.label, share) for share in reports.missing_by_queue]
    return _share_section(tr("Without a code, by queue"), tr("Queue"), shares)


def _share_section(title: str, first: str, shares: Sequence[tuple[str, Share]]) -> list[str]:
    bars = [(label, share.rate, _percent(share.rate), "bad") for label, share in shares]
    lines = [
        (label, number(share.count), number(share.of), _percent(share.rate))
        for label, share in shares
    ]
    titles = (first, tr("Without a code"), tr("Interactions"), tr("Share"))
    return section(title, "", bar_chart(title, bars), table_of(titles, lines))


def _weeks(figures: WeeklyFigures) -> list[str]:
    weeks = figures.quality.coaching.weeks
    if len(weeks) < 2:
        return []
    title = tr("Without a code, by week")
    bars = [
        (
            day(week.monday),
            week.missing.rate,
            _percent(week.missing.rate),
            "bad",
        )
        for week in weeks
    ]
    lines = [
        (
            _day(week.monday),
            number(week.missing.of),
            _interval(week.missing),
            _interval(week.corrected),
        )
        for week in weeks
    ]
    titles = (tr("Week from"), tr("Interactions"), tr("Without a code"), tr("Corrected later"))
    return section(title, "", bar_chart(title, bars), table_of(titles, lines))


_CHOOSERS = {
    ChosenBy.AGENT: mark("the agent"),
    ChosenBy.PROGRAM: mark("the agent's desk by itself"),
    ChosenBy.RULE: mark("the organisation's own rules"),
    ChosenBy.SUPERVISOR: mark("a supervisor"),
    ChosenBy.NOBODY: mark("nobody"),
}


def _chosen_by(reports: RepairReports) -> list[str]:
    lines = [
        (tr_marked(_CHOOSERS[chooser]), number(count), _share(count, reports.legs_count))
        for chooser, count in sorted(reports.chosen_by.items(), key=lambda pair: -pair[1])
    ]
    titles = (tr("Who"), tr("Codes"), tr("Share"))
    return section(tr("Who chose the codes on record"), "", "", table_of(titles, lines))


def _agents(figures: WeeklyFigures) -> list[str]:
    legs = figures.legs
    named = sorted(
        ((legs.agent_name(each.agent_id), each) for each in figures.quality.coaching.agents),
        key=lambda pair: sort_key(pair[0]),
    )
    told = tr(
        "The last {weeks} weeks, by name. Beside each agent the mean of the queues they work in;"
        " with fewer than {count} interactions nothing is said.",
        weeks=figures.weeks_read,
        count=FEWEST_LEGS,
    )
    lines = [_agent_line(name, each, legs) for name, each in named]
    titles = (
        tr("Agent"), tr("Interactions"), tr("Without a code"), tr("Their queues"), tr("Timed out"),
        tr("Corrected later"), tr("Time to code"), tr("Taken for each other"),
    )  # fmt: skip
    return section(tr("Agents beside their queues"), told, "", table_of(titles, lines))


def _agent_line(name: str, each: AgentFigures, legs: LegIndex) -> tuple[str, ...]:
    if not each.is_enough:
        return (name, number(each.legs), *[NOTHING] * 6)
    code = legs.directory.code_name
    pairs = clauses(
        aside(f"{code(pair.given_id)} {_ARROW} {code(pair.right_id)}", number(pair.count))
        for pair in each.confused[:2]
    )
    span, usual = each.median_to_code_s, each.usual_to_code_s
    return (
        name,
        number(each.legs),
        _against_chance(_interval(each.missing), is_more=each.misses_more),
        _percent(each.usual_missing),
        _beside(_percent(each.timed_out.rate), each.usual_timed_out),
        _against_chance(
            _beside(_interval(each.corrected), each.usual_corrected),
            is_more=each.is_corrected_more,
        ),
        NOTHING
        if span is None or usual is None
        else tr("{seconds} s, usual {usual} s", seconds=number(span), usual=number(usual)),
        pairs or NOTHING,
    )


def _beside(share: str, usual: float) -> str:
    return tr("{share}, usual {usual}", share=share, usual=_percent(usual))


def _against_chance(share: str, *, is_more: bool) -> str:
    return tr("{share} more than chance", share=share) if is_more else share


def _sample(figures: WeeklyFigures) -> list[str]:
    reviewed = figures.reviewed
    if not reviewed.of:
        return []
    told = tr_n(
        "1 code was reviewed: {share} were wrong. Where the sample took so many of each"
        " queue, this is their plain mean.",
        "{count} codes were reviewed: {share} were wrong. Where the sample took so many of each"
        " queue, this is their plain mean.",
        round(reviewed.of),
        share=_interval(reviewed),
    )
    return section(tr("Reviewed samples"), told, "", "")


def _codes(figures: WeeklyFigures) -> list[str]:
    health, name = figures.quality.codes, figures.legs.directory.code_name
    uses = sorted((figures.reports.uses_by_code or {}).items(), key=lambda pair: -pair[1])
    most = uses[0][1] if uses else 1
    bars = [(name(code_id), count / most, number(count), "accent") for code_id, count in uses]
    told = tr("“Other” and the like: {share} of what agents chose.", share=_interval(health.other))
    findings = table_of(
        (tr("Finding"), tr("Code"), tr("And")), list(_findings(health, figures.legs))
    )
    chart = bar_chart(tr("Use of codes"), bars)
    used = table_of((tr("Code"), tr("Used")), _uses(uses, figures.legs))
    return [
        *section(tr("Use of codes"), told, chart, used),
        *section(tr("The list of codes"), tr("Seen over all weeks read."), "", findings),
    ]


def _uses(uses: Sequence[tuple[str, int]], legs: LegIndex) -> list[tuple[str, ...]]:
    return [(legs.directory.code_name(code_id), number(count)) for code_id, count in uses]


def _topics(figures: WeeklyFigures) -> list[str]:
    reports = figures.reports
    lines = _uses(tuple(reports.topics_by_code.items()), figures.legs)
    if not lines:
        return []
    table = table_of((tr("Further topic"), tr("Interactions")), lines)
    return section(tr("Further topics"), "", "", table)


def _findings(health: CodeListHealth, legs: LegIndex) -> Iterable[tuple[str, ...]]:
    name = legs.directory.code_name
    for merge in health.merges:
        yield (
            tr("could be merged: {reason}", reason=merge.reason),
            name(merge.old_id),
            name(merge.new_id),
        )
    for pair in health.confused:
        yield (
            tr_n("taken for each other once", "taken for each other {count} times", pair.count),
            name(pair.one_id),
            name(pair.other_id),
        )
    for one, other in health.overlapping:
        yield (tr("named alike"), name(one), name(other))
    for alone in health.one_agents:
        yield (
            tr_n("one agent only, once", "one agent only, {count} times", alone.count),
            name(alone.code_id),
            "",
        )
    for code_id in health.unused_ids:
        yield (tr("never used"), name(code_id), "")


def _suggestions(queues: Sequence[ReportedQueue]) -> list[str]:
    told = tr(
        "Precision: of the times a code was suggested first, how often it was right. Found: of the"
        " times people chose it, how often it had been suggested first. Held back: sure"
        " suggestions that were shown to a person instead of sent, because the code had been"
        " contradicted or was to be checked; beside it how often the person chose otherwise."
    )
    lines = [
        (
            queue.name,
            code.name,
            number(code.chosen),
            number(code.suggested),
            _share(code.right, code.suggested),
            _share(code.right, code.chosen),
            number(code.held_back),
            number(code.held_back_wrong) if code.held_back else NOTHING,
        )
        for queue in queues
        for code in sorted(queue.all.codes, key=lambda each: -each.chosen)
        if code.chosen or code.suggested
    ]
    titles = (
        tr("Queue"), tr("Code"), tr("Chosen"), tr("Suggested"), tr("Precision"), tr("Found"),
        tr("Held back"), tr("Chosen otherwise"),
    )  # fmt: skip
    return section(tr("How suggestions did"), told, "", table_of(titles, lines))


# Figures


def _percent(rate: float) -> str:
    return percent(rate, 1)


def _seconds(seconds: float) -> str:
    return tr("{seconds} s", seconds=number(seconds))


def _share(count: int, of: int) -> str:
    return _percent(count / of) if of else NOTHING


def _interval(estimate: Estimate) -> str:
    if not estimate.of:
        return NOTHING
    low, high = number(100 * estimate.low), percent(estimate.high)
    return aside(_percent(estimate.rate), f"{low}\N{EN DASH}{high}")
