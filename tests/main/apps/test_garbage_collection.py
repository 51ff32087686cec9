"""Tests that cyclic garbage is collected by the thread of the window, whoever made it."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from wrapup_desk.main.apps.garbage_collection import (
    INTERVAL_MS,
    collect_on_this_thread_only,
    collect_what_is_due,
)


@pytest.fixture
def owner(qapp: QObject) -> Iterator[QObject]:
    """Collect as Python does by itself, until the program changes that."""
    gc.collect()
    gc.enable()
    owner = QObject()
    yield owner
    owner.deleteLater()
    gc.disable()


class Ended:
    """Notes on which thread its circle is collected."""

    def __init__(self, threads: list[int]) -> None:
        self.threads = threads
        self.itself = self

    def __del__(self) -> None:
        self.threads.append(threading.get_ident())


def make_garbage() -> None:
    """Allocate more than any threshold, in circles that only the collector breaks."""
    for _ in range(20):
        circles: list[list[object]] = [[] for _ in range(2_000)]
        for each in circles:
            each.append(each)


def work_elsewhere() -> int | None:
    worker = threading.Thread(target=make_garbage)
    worker.start()
    worker.join()
    return worker.ident


def test_left_to_itself_python_collects_on_whatever_thread_allocates(owner: QObject) -> None:
    threads: list[int] = []
    Ended(threads)

    assert owner is not None
    assert work_elsewhere() == threads[0]


def test_what_a_worker_allocates_is_collected_by_the_thread_of_the_window(
    owner: QObject, qtbot: QtBot
) -> None:
    threads: list[int] = []
    collect_on_this_thread_only(owner)
    Ended(threads)

    work_elsewhere()

    assert threads == []
    qtbot.waitUntil(lambda: bool(threads), timeout=20 * INTERVAL_MS)
    assert threads == [threading.get_ident()]


def test_nothing_is_collected_before_there_is_enough_to_collect() -> None:
    gc.collect()
    threads: list[int] = []
    Ended(threads)

    collect_what_is_due()
    assert threads == []

    make_garbage()
    collect_what_is_due()
    assert threads == [threading.get_ident()]
