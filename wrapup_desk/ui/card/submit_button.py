"""The button that names the code it sends, and says when it was pressed too early to be meant."""

from __future__ import annotations

from wrapup_desk.domain.language.texts import tr, tr_n
from wrapup_desk.domain.wrapup import WrapupCode
from wrapup_desk.ui.announcer import Announcer
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.widgets.buttons import Button, ButtonKind


class SubmitButton(Button):
    """The one primary button of a choice."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, ButtonKind.PRIMARY, key="⏎")
        self.announcer = Announcer(self)

    def show_code(self, code: WrapupCode | None, short: str, topics: int) -> None:
        """Name *code*, *short* where it has to be, with so many further topics; None: there is none."""
        self.setEnabled(code is not None)
        if code is None:
            self.show_caption(tr("Choose a code"))
            return
        text = tr("Submit “{code}”")
        if topics:
            text = tr_n(
                "Submit “{code}” + {count} topic",
                "Submit “{code}” + {count} topics",
                topics,
                code="{code}",
            )
        lead, _, trail = text.partition("{code}")
        self.show_caption(short, lead, trail, full=code.name)

    def say_too_early(self) -> None:
        """Tell who does not see it that the press was let go by: the code came there just now."""
        self.announcer.say(tr("Not sent: this has just changed. Press again to send it."))
