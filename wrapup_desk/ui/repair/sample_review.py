"""Joins the sample's menu and the review's bar with the desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from wrapup_desk.domain.language.texts import fill, tr
from wrapup_desk.domain.quality.sample import SampleRequest, Stratum, Verdict
from wrapup_desk.ui.menus.groups import add_heading, begin_group
from wrapup_desk.ui.menus.tick_menu import TickMenu
from wrapup_desk.ui.repair.bridge import RepairBridge
from wrapup_desk.ui.repair.changes.code_picker import CodePicker
from wrapup_desk.ui.repair.table.area import TableArea

_SIZES = (25, 50, 100, 200)
_EACH = 10


class SampleReview(QObject):
    """What happens when a sample is drawn and gone through by hand."""

    def __init__(self, bridge: RepairBridge, area: TableArea, choosing: CodePicker) -> None:
        super().__init__(area)
        self._bridge = bridge
        self._area = area
        self._choosing = choosing
        area.sample_menu.opening.connect(self._fill_menu)
        area.review_bar.judged.connect(self._judge)
        area.review_bar.code_requested.connect(self._choose)
        area.review_bar.left.connect(bridge.commands.leave_sample)

    def _fill_menu(self) -> None:
        now = self._bridge.server_now()
        named = self._bridge.state.legs.table.names_agents
        menu, draw = self._area.sample_menu.menu, self._bridge.commands.draw_sample
        fill_sample_menu(menu, now, draw, names_agents=named)

    def _judge(self, verdict: Verdict) -> None:
        focus = self._bridge.state.focus
        if focus is not None:
            self._bridge.commands.judge(focus.row, verdict)

    def _choose(self) -> None:
        self._choosing.open_for_verdict(self._bridge.state, self._area.review_bar)


def seed_of(now: datetime) -> int:
    """Return the seed of the week: the same sample for everybody, another next week."""
    year, week, _ = now.isocalendar()
    return year * 100 + week


def fill_sample_menu(
    menu: TickMenu, now: datetime, draw: Callable[[SampleRequest], None], *, names_agents: bool
) -> None:
    """List the samples that can be drawn of the rows within the filters."""
    menu.clear()
    add_heading(menu, tr("Review a random sample"))
    seed = seed_of(now)
    text = tr("{count} at random")
    for size in _SIZES:
        _add(menu, fill(text, count=size), SampleRequest(size, seed), draw)
    # Where the screen is too low for all, they are behind that.
    begin_group(menu, fill(tr("{count} of each …"), count=_EACH))
    each = {
        Stratum.QUEUE: tr("{count} of each queue"),
        Stratum.AGENT: tr("{count} of each agent"),
        Stratum.CODE: tr("{count} of each code"),
        Stratum.CHOOSER: tr("{count} of each who chose the code"),
    }
    if not names_agents:
        del each[Stratum.AGENT]
    for stratum, caption in each.items():
        request = SampleRequest(_EACH, seed, stratum)
        _add(menu, fill(caption, count=_EACH), request, draw)
    menu.addSeparator()
    menu.add_words(fill(tr("All week the same rows (seed {seed})"), seed=seed))


def _add(
    menu: QMenu, text: str, request: SampleRequest, draw: Callable[[SampleRequest], None]
) -> None:
    action = QAction(text, menu)
    action.triggered.connect(lambda _on=False: draw(request))
    menu.addAction(action)
