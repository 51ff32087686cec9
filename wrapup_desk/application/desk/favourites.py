"""Turns the star of a code in a queue: each queue has favourites of its own."""

from __future__ import annotations

from dataclasses import replace

from wrapup_desk.application.base.settings import Settings


def with_star_turned(settings: Settings, queue_id: str, code_id: str) -> Settings:
    """Return *settings* with a code a favourite of a queue, or no longer one.

    The first change in a queue gives it favourites of its own, from those of all queues.
    """
    before = settings.queue_favourites.get(queue_id, settings.favourites)
    after = tuple(each for each in before if each != code_id)
    if after == before:
        after = (*before, code_id)
    return replace(settings, queue_favourites={**settings.queue_favourites, queue_id: after})
