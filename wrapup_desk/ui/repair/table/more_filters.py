"""A chip with the filters asked for less often: medium, code, note, division, team."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction

from wrapup_desk.application.repair.state import RepairState
from wrapup_desk.domain.interaction import Media
from wrapup_desk.domain.language.conventions import sort_key
from wrapup_desk.domain.language.texts import tr, tr_n
from wrapup_desk.domain.repair.table_view import Filters, NoteFilter
from wrapup_desk.ui.menus.chips import MenuChip
from wrapup_desk.ui.repair.wording import name_of_code
from wrapup_desk.ui.theme import Theme

_Choices = Sequence[tuple[object, str]]


class MoreFilters(MenuChip):
    """A menu of menus whose ticks filter at once; the caption says how many filters are set."""

    filters_requested = Signal(object)  # Filters

    def __init__(self, theme: Theme, state: Callable[[], RepairState]) -> None:
        super().__init__(theme, tr("More filters"))
        self._state = state
        self.opening.connect(self._fill)

    def show_filters(self, filters: Filters) -> None:
        """Say how many of these filters are set."""
        count = sum(
            map(
                bool,
                (
                    filters.media,
                    filters.code_ids,
                    filters.division_ids,
                    filters.team_ids,
                    filters.note is not _ANY,
                ),
            )
        )
        some = tr_n("1 more filter", "{count} more filters", count)
        self.show_caption(some if count else tr("More filters"))

    def _fill(self) -> None:
        state, menu = self._state(), self.menu
        filters, table, directory = state.filters, state.legs.table, state.directory
        menu.clear()
        media = [(each, media_name(each)) for each in Media if each in _present_media(state)]
        codes = [
            (code_id, name_of_code(directory, code_id) or tr("No code"))
            for code_id in table.codes.texts
        ]
        ids = {each for text in table.divisions.texts for each in text.split()}
        divisions = [(each, directory.divisions.get(each, each)) for each in ids]
        # A team may be one person: it is no way around leaving agents out.
        teams = [
            (each, directory.team_name(each))
            for each in table.teams.texts
            if each and table.names_agents
        ]
        for title, name, choices in (
            (tr("Medium"), "media", media),
            (tr("Code now"), "code_ids", _sorted(codes)),
            (tr("Division"), "division_ids", _sorted(divisions)),
            (tr("Team"), "team_ids", _sorted(teams)),
        ):
            self._add(title, choices, getattr(filters, name), partial(self._tick, name))
        notes: _Choices = (
            (NoteFilter.WITH, tr("With a note or tags")),
            (NoteFilter.WITHOUT, tr("Without")),
        )
        self._add(tr("Note"), notes, {filters.note}, self._tick_note)
        if filters != cleared(filters):
            menu.addSeparator()
            clear = QAction(tr("Clear these filters"), menu)
            clear.triggered.connect(lambda: self._request(cleared(self._state().filters)))
            menu.addAction(clear)

    def _add(
        self,
        title: str,
        choices: _Choices,
        chosen: Iterable[object],
        tick: Callable[[object], None],
    ) -> None:
        submenu = self.menu.add_submenu(title)
        ticked = set(chosen)
        for value, label in choices:
            # An ampersand in a name is no shortcut.
            action = QAction(label.replace("&", "&&"), submenu)
            action.setCheckable(True)
            action.setChecked(value in ticked)
            action.triggered.connect(lambda _on=False, one=value: tick(one))
            submenu.addAction(action)
        submenu.setEnabled(bool(choices))

    def _tick(self, name: str, value: object) -> None:
        filters = self._state().filters
        chosen = getattr(filters, name) ^ {value}
        self._request(replace(filters, **{name: chosen}))

    def _tick_note(self, value: object) -> None:
        filters = self._state().filters
        note = value if isinstance(value, NoteFilter) and value is not filters.note else _ANY
        self._request(replace(filters, note=note))

    def _request(self, filters: Filters) -> None:
        self.filters_requested.emit(filters)


_ANY = NoteFilter.ANY


def cleared(filters: Filters) -> Filters:
    """Return *filters* without those of this chip."""
    return replace(
        filters,
        media=frozenset(),
        code_ids=frozenset(),
        division_ids=frozenset(),
        team_ids=frozenset(),
        note=NoteFilter.ANY,
    )


def media_name(media: Media) -> str:
    """Return what a medium is called."""
    return {
        Media.CALL: tr("Call"),
        Media.CALLBACK: tr("Callback"),
        Media.MESSAGE: tr("Message"),
        Media.CHAT: tr("Chat"),
        Media.EMAIL: tr("E-mail"),
        Media.VIDEO: tr("Video"),
        Media.SOCIAL: tr("Social"),
        Media.COBROWSE: tr("Co-browsing"),
        Media.SCREENSHARE: tr("Screen share"),
    }[media]


def _present_media(state: RepairState) -> frozenset[Media]:
    places = set(state.legs.table.media)
    return frozenset(media for place, media in enumerate(Media) if place in places)


def _sorted(choices: list[tuple[str, str]]) -> _Choices:
    return sorted(choices, key=lambda each: sort_key(each[1]))
