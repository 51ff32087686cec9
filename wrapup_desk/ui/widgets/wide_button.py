"""A button as wide as what it stands in, whose lines layouts know before they give it a width."""

from __future__ import annotations

from wrapup_desk.ui.theme import Theme
from wrapup_desk.ui.widgets.buttons import Button, ButtonKind


class WideButton(Button):
    """Tells how high it is in any width.

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
