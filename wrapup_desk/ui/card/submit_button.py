"""The button that names the code it sends, and says when it was pressed too early to be meant."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize

from wrapup_desk.domain.codes.fitting import LEFT_OUT
from wrapup_desk.domain.codes.names import NamedCodes
from wrapup_desk.domain.language.texts import tr, tr_n
from wrapup_desk.domain.wrapup import WrapupCode
from wrapup_desk.ui.announcer import Announcer
from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.tokens import GAP
from wrapup_desk.ui.widgets.buttons import MOST_LINES, Button, ButtonKind, Caption
from wrapup_desk.ui.widgets.text_label import Flow

# How many more lines a code is given rather than be named by parts of its words.
_LINES_FOR_WORDS = 2


class WideButton(Button):
    """A button as wide as what it stands in, which tells how high it is in any width.

    Of other buttons layouts know the lines for the width they had. As what they stand in gets
    narrower, it is squeezed, and painted so, before they are asked again.
    """

    def __init__(self, theme: Theme, kind: ButtonKind, *, key: str = "", icon: str = "") -> None:
        super().__init__(theme, kind, key=key, icon=icon)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    # Qt overrides

    def heightForWidth(self, width: int) -> int:
        return self.sizeHint().height() if width == self._width else self.height_at(width)


class SubmitButton(WideButton):
    """The one primary button of a choice.

    It is as high as the longest code that can be chosen beside it asks for, so that nothing below
    moves with another choice, and painted as its lowest lines while none is; it keeps the room of
    its key.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, ButtonKind.PRIMARY, key="⏎")
        self._choices: tuple[Caption, ...] = ()
        # How high that is for which choices, in which width and text size.
        self._measured: tuple[tuple[object, ...], int] = ((), 0)
        self.announcer = Announcer(self)
        # How often the code on it changed by itself: a click is for the one that was seen.
        self.times_changed = 0

    def show_code(
        self,
        code: WrapupCode | None,
        names: NamedCodes,
        choices: Sequence[WrapupCode],
        topics: int,
    ) -> None:
        """Name *code*, or say that none is chosen.

        Args:
            code: what it sends.
            names: how codes read, where they have to be short.
            choices: the codes that can be chosen instead of it.
            topics: how many further topics go with it.
        """
        self.setEnabled(code is not None)
        text = tr("Submit “{code}”")
        if topics:
            text = tr_n(
                "Submit “{code}” + {count} topic",
                "Submit “{code}” + {count} topics",
                topics,
                code="{code}",
            )
        lead, _, trail = text.partition("{code}")
        shorts = sorted(names.of(each).short for each in choices)
        self._use_choices(tuple(Caption(short, lead, trail) for short in shorts))
        if code is None:
            self.show_caption(tr("Choose a code"))
        else:
            self.show_caption(names.of(code).short, lead, trail, full=code.name)

    def show_like(self, other: SubmitButton) -> None:
        """Show what *other* shows, as high as that."""
        self._use_choices(other._choices)
        self.show_caption(*other._caption, other._full)
        self.show_key(other._key)
        self.setEnabled(other.isEnabled())
        self.times_changed = other.times_changed

    def say_too_early(self) -> None:
        """Tell who does not see it that the press was let go by: the code came there just now."""
        self.announcer.say(tr("Not sent: this has just changed. Press again to send it."))

    def _use_choices(self, choices: tuple[Caption, ...]) -> None:
        if choices != self._choices:
            self._choices = choices
            self._measure_again()

    def _broken_for(self, width: int, caption: Caption, most: int = MOST_LINES) -> Flow | None:
        """In more lines, where in those there are a code would be named by parts of its words."""
        usual = super()._broken_for(width, caption, most)
        if usual is None or _has_whole_words(usual, caption):
            return usual
        for more in range(most + 1, most + _LINES_FOR_WORDS + 1):
            lines = super()._broken_for(width, caption, more)
            if lines is not None and _has_whole_words(lines, caption):
                return lines
        return usual

    def _area(self) -> QRectF:
        """No higher than what it says while nothing is chosen: the room above is for a code."""
        area = super()._area()
        if not self.isEnabled():
            area.setTop(max(0.0, area.height() - super().sizeHint().height()))
        return area

    def _key_width(self) -> float:
        return super()._key_width() or self._theme.px(16) + GAP

    # Qt overrides

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return hint.expandedTo(QSize(0, self._height_of_all(self._width)))

    def heightForWidth(self, width: int) -> int:
        return max(super().heightForWidth(width), self._height_of_all(width))

    def _height_of_all(self, width: int) -> int:
        """How high the longest of the choices asks for, however often that is asked."""
        asked = (self._choices, width, self._theme.text_percent)
        if asked != self._measured[0]:
            heights = (self.height_at(width, each) for each in self._choices)
            self._measured = asked, max(heights, default=0)
        return self._measured[1]


def _has_whole_words(lines: Flow, caption: Caption) -> bool:
    """Whether what is left of a code's name are words of it, none in part."""
    # Lines end anywhere, in what is around the name, too.
    shown, lead, trail = map(_without_gaps, ("".join(lines.lines), caption.lead, caption.trail))
    name = shown.removeprefix(lead).removesuffix(trail)
    head, left_out, tail = name.partition(LEFT_OUT)
    words = caption.middle.split()
    heads = {"".join(words[:count]) for count in range(len(words) + 1)}
    tails = {"".join(words[count:]) for count in range(len(words) + 1)}
    return head in heads and tail in tails if left_out else name == "".join(words)


def _without_gaps(text: str) -> str:
    return "".join(text.split())
