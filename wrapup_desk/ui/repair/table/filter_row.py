"""The filters: time range, queues, agents, kinds of issue, and the search field."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, tzinfo

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget, QWidgetAction

from wrapup_desk.application.history.ports import Span
from wrapup_desk.application.repair.state import RepairState
from wrapup_desk.domain.language.conventions import aside, number, sort_key
from wrapup_desk.domain.language.texts import fill, tr
from wrapup_desk.domain.local_days import beginning_days_before, day_of
from wrapup_desk.domain.repair.code_issue import CodeIssue
from wrapup_desk.domain.repair.table_view import Filters
from wrapup_desk.ui.menus.chips import ManyChip, OneChip
from wrapup_desk.ui.menus.groups import add_heading
from wrapup_desk.ui.repair.table.days import DayRange, DaysPicker
from wrapup_desk.ui.repair.table.more_filters import MoreFilters
from wrapup_desk.ui.repair.wording import issue_face, names_text
from wrapup_desk.ui.text_fields import PromptField
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.widgets.flow_row import FlowRow
from wrapup_desk.ui.widgets.focus import show_or_hide

# Long enough not to arrange the table for each letter of a word typed fast.
_SEARCH_DELAY_MS = 120
_GOOD = "good"


class TimeRange(enum.Enum):
    """The time ranges to choose from, by how many days back they begin."""

    TODAY = 0
    YESTERDAY = 1
    WEEK = 7
    MONTH = 30
    QUARTER = 90

    @property
    def label(self) -> str:
        return {
            TimeRange.TODAY: tr("Today"),
            TimeRange.YESTERDAY: tr("Yesterday"),
            TimeRange.WEEK: tr("Last 7 days"),
            TimeRange.MONTH: tr("Last 30 days"),
            TimeRange.QUARTER: tr("Last 90 days"),
        }[self]

    def span_at(self, now: datetime, zone: tzinfo | None = None) -> Span:
        """Return the span by the zone's days, else this computer's; the last one ends now."""
        start_at = beginning_days_before(now, self.value, zone)
        is_whole_day = self is TimeRange.YESTERDAY
        return Span(start_at, beginning_days_before(now, 0, zone) if is_whole_day else now)


class FilterRow(FlowRow):
    """What is shown: the chips, on two lines where they must; *search* and *more* stand over the table."""

    find_requested = Signal(object)  # Range or Days
    filters_requested = Signal(object)  # Filters

    def __init__(
        self, theme: Theme, state: Callable[[], RepairState], now: Callable[[], datetime]
    ) -> None:
        self._theme = theme
        self._state = state
        self._now = now
        self.range: TimeRange | DayRange = TimeRange.TODAY
        self.range_chip = OneChip(theme, tr("Time range"))
        self.queues = ManyChip(theme, tr("Queues"), tr("All queues"))
        self.agents = ManyChip(theme, tr("Agents"), tr("All agents"))
        self.issues = ManyChip(theme, tr("Problems"), tr("Every problem"))
        self.more = MoreFilters(theme, state)
        self.search = PromptField()
        chips: tuple[QWidget, ...] = (
            self.range_chip, self.queues, self.agents, self.issues,
        )  # fmt: skip
        super().__init__(chips, spreads=False)
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(_SEARCH_DELAY_MS)
        self._set_up()

    def _set_up(self) -> None:
        self.search.use_prompts(tr("Search"))
        self.search.setAccessibleName(tr("Search customer, agent, queue, code or conversation"))
        self.search.setClearButtonEnabled(False)
        self._delay.timeout.connect(self._on_search)
        self.search.looked_for.connect(self._on_looked_for)
        self.search.returnPressed.connect(self._on_search)
        self.range_chip.opening.connect(self._fill_ranges)
        self.range_chip.chosen.connect(self._on_range)
        self.queues.opening.connect(self._fill_queues)
        self.queues.chosen.connect(
            lambda ids: self.filters_requested.emit(replace(self._chosen, queue_ids=ids))
        )
        self.agents.opening.connect(self._fill_agents)
        self.agents.chosen.connect(
            lambda ids: self.filters_requested.emit(replace(self._chosen, agent_ids=ids))
        )
        self.issues.opening.connect(self._fill_issues)
        self.issues.chosen.connect(self._on_issues)
        self.more.filters_requested.connect(self.filters_requested)

    def use_range(self, chosen: TimeRange | DayRange) -> None:
        """Show which range was searched."""
        self.range = chosen
        ended = tr("Ended: {days}")
        self.range_chip.show_caption(fill(ended, days=chosen.label))
        self.arrange()

    def show_state(self, state: RepairState) -> None:
        filters = state.filters
        queues = dict(self._queue_names(state))
        agents = dict(self._agent_names(state))
        show_or_hide(self.agents, visible=state.legs.table.names_agents)
        chips = (self.queues, self.agents, self.issues)
        before = [chip.caption for chip in chips]
        self.more.show_filters(filters)
        self.queues.show_caption(names_text(_named(queues, filters.queue_ids), self.queues.every))
        self.agents.show_caption(names_text(_named(agents, filters.agent_ids), self.agents.every))
        self.issues.show_caption(_issues_text(filters, self.issues.every))
        self._show_text(state)
        if before != [chip.caption for chip in chips]:
            self.arrange()

    def _show_text(self, state: RepairState) -> None:
        """Show the text in force, where nobody writes; what only kana of kanji would find, too."""
        text, search = state.filters.text, self.search
        if search.is_composing:
            if text == search.wanted and not (state.rows or state.is_arranging):
                self.filters_requested.emit(replace(state.filters, text=search.text()))
        elif not (search.hasFocus() or self._delay.isActive()) and search.text() != text:
            search.setText(text)

    # Filling the menus

    def _fill_ranges(self) -> None:
        menu = self.range_chip.menu
        self.range_chip.fill([(each, each.label) for each in TimeRange], self.range)
        add_heading(menu, tr("Days on which they ended"))
        chosen = self.range if isinstance(self.range, DayRange) else None
        # A day is a person's own, by this computer's clock.
        today = day_of(self._now())
        picker = DaysPicker(self._theme, today, chosen)
        picker.picked.connect(self._on_days)
        action = QWidgetAction(menu)
        action.setDefaultWidget(picker)
        menu.addAction(action)

    def _fill_queues(self) -> None:
        state = self._state()
        self.queues.fill(self._queue_names(state), frozenset(state.filters.queue_ids))

    def _fill_agents(self) -> None:
        state = self._state()
        self.agents.fill(self._agent_names(state), frozenset(state.filters.agent_ids))

    def _fill_issues(self) -> None:
        state = self._state()
        counts = state.totals.by_issue
        choices: list[tuple[object, str]] = []
        for issue in CodeIssue:
            choices.append((issue, aside(issue_face(issue).word, number(counts.get(issue, 0)))))
        good = tr("Also those with a good code ({count})")
        choices.append((_GOOD, fill(good, count=number(counts.get(None, 0)))))
        chosen: set[object] = set(state.filters.issues)
        if state.filters.includes_good:
            chosen.add(_GOOD)
        self.issues.fill(choices, frozenset(chosen))

    def _queue_names(self, state: RepairState) -> list[tuple[str, str]]:
        pairs = state.directory.queues.items()
        return sorted(pairs, key=lambda pair: sort_key(pair[1]))

    def _agent_names(self, state: RepairState) -> list[tuple[str, str]]:
        table = state.legs.table
        pairs = [
            (text, table.agent_label(number))
            for number, text in enumerate(table.agents.texts)
            if text
        ]
        return sorted(pairs, key=lambda pair: sort_key(pair[1]))

    # What was chosen

    def _on_range(self, chosen: TimeRange | DayRange) -> None:
        self.use_range(chosen)
        self.find_requested.emit(chosen)

    def _on_days(self, chosen: DayRange) -> None:
        self.range_chip.menu.close()
        self._on_range(chosen)

    def _on_issues(self, chosen: frozenset[object]) -> None:
        issues = frozenset(each for each in chosen if isinstance(each, CodeIssue))
        includes_good = _GOOD in chosen
        self.filters_requested.emit(
            replace(self._chosen, issues=issues, includes_good=includes_good)
        )

    def _on_looked_for(self, _text: str) -> None:
        if self.search.hasFocus():  # else it is what was shown, not what somebody wrote
            self._delay.start()

    def _on_search(self) -> None:
        self._delay.stop()
        self.filters_requested.emit(replace(self._chosen, text=self.search.wanted))

    @property
    def _chosen(self) -> Filters:
        return self._state().filters


def _named(names: dict[str, str], ids: frozenset[str]) -> list[str]:
    return sorted((names.get(each, each) for each in ids), key=sort_key)


def _issues_text(filters: Filters, every: str) -> str:
    words = [issue_face(issue).word for issue in CodeIssue if issue in filters.issues]
    if filters.includes_good:
        if not words:
            return tr("All interactions")
        words.append(tr("coded"))
    return names_text(words, every)
