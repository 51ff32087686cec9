"""The base of what parts of the program tell each other: events, messages, effects, actions."""

from __future__ import annotations

from typing import ClassVar

from msgspec import Struct


class Message(Struct, frozen=True):
    """Is never changed, and equal to what has the same type and fields.

    There are some two hundred, and a start waits for those of its program: as structs they are
    defined without the compiler, which frozen dataclasses call six times each.
    """

    # The fields that hold a customer's or an agent's words: no trace and no log shows them.
    unseen: ClassVar[tuple[str, ...]] = ()

    def __repr__(self) -> str:
        shown = ", ".join(
            f"{name}={getattr(self, name)!r}"
            for name in self.__struct_fields__
            if name not in self.unseen
        )
        return f"{type(self).__name__}({shown})"
