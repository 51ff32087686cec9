"""The message that an effect of a core failed by a fault of the program."""

from __future__ import annotations

from typing import Generic, TypeVar

from wrapup_desk.application.base.effect import Effect
from wrapup_desk.domain.message import Message

EffectT_co = TypeVar("EffectT_co", bound=Effect, covariant=True)


class EffectFailed(Message, Generic[EffectT_co], frozen=True):
    """Performing *effect* raised.

    *problem* is the name of the exception's type, never its text: that may quote the customer.
    """

    effect: EffectT_co
    problem: str
