from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.adapters.genesys.rest_harness import HandClock
from wrapup_desk.adapters.genesys.http.server_clock import ServerClock


def whole(instant: datetime) -> datetime:
    """As a Date header tells it."""
    return instant.replace(microsecond=0)


class Server:
    """A server whose clock is off by *offset*, and answers after *latency_s* each way."""

    def __init__(self, offset: timedelta, latency_s: float) -> None:
        self.clock = HandClock()
        self.offset = offset
        self.latency_s = latency_s
        self.estimate = ServerClock(self.clock)

    def truth(self) -> datetime:
        return self.clock.now() + self.offset

    def answer(self) -> None:
        sent_at_s = self.clock.monotonic()
        self.clock.seconds += self.latency_s
        header = whole(self.truth())
        self.clock.seconds += self.latency_s
        self.estimate.note(header, sent_at_s, self.clock.monotonic())

    def error_s(self) -> float:
        return abs((self.estimate.now() - self.truth()).total_seconds())


def test_before_any_answer_the_machines_own_clock_is_taken() -> None:
    clock = HandClock()

    assert ServerClock(clock).now() == clock.now()


@given(
    offset_s=st.floats(-86_400, 86_400),
    latency_s=st.floats(0.001, 0.2),
    gaps_s=st.lists(st.floats(0.05, 7), min_size=1, max_size=30),
)
def test_the_error_is_never_more_than_half_a_second_and_the_latency(
    offset_s: float, latency_s: float, gaps_s: list[float]
) -> None:
    server = Server(timedelta(seconds=offset_s), latency_s)

    for gap_s in gaps_s:
        server.clock.seconds += gap_s
        server.answer()
        assert server.error_s() <= 0.5 + latency_s + 0.05


def test_many_answers_narrow_whole_seconds_down_to_the_latency() -> None:
    server = Server(timedelta(hours=3, milliseconds=377), latency_s=0.02)

    for _ in range(60):
        server.clock.seconds += 0.731
        server.answer()

    assert server.error_s() < 0.05


def test_one_answer_that_contradicts_all_before_is_not_believed() -> None:
    server = Server(timedelta(seconds=5), latency_s=0.01)
    for _ in range(5):
        server.answer()

    server.offset = timedelta(hours=1)
    server.answer()
    server.answer()
    server.offset = timedelta(seconds=5)

    assert server.error_s() < 0.6


def test_answers_that_contradict_each_other_are_not_believed() -> None:
    server = Server(timedelta(seconds=5), latency_s=0.01)
    server.answer()

    for hours in range(1, 9):
        server.offset = timedelta(hours=hours)
        server.answer()
    server.offset = timedelta(seconds=5)

    assert server.error_s() < 0.6


def test_a_server_clock_that_was_set_is_followed_once_several_answers_agree() -> None:
    server = Server(timedelta(seconds=5), latency_s=0.01)
    server.answer()
    assert server.error_s() < 0.6

    server.offset = timedelta(seconds=65)
    for _ in range(3):
        server.clock.seconds += 1
        server.answer()
    assert server.error_s() > 59, "it moves, and does not jump"

    for _ in range(60):
        before, began_s = server.estimate.now(), server.clock.seconds
        server.clock.seconds += 10
        server.answer()
        passed_s = (server.estimate.now() - before).total_seconds()
        assert passed_s <= 1.1 * (server.clock.seconds - began_s) + 0.001
    assert server.error_s() < 0.6


def test_a_server_clock_that_was_set_back_is_followed_without_going_backwards() -> None:
    server = Server(timedelta(seconds=65), latency_s=0.01)
    server.answer()
    server.estimate.now()

    server.offset = timedelta()
    for _ in range(70):
        before = server.estimate.now()
        server.clock.seconds += 10
        server.answer()
        assert server.estimate.now() > before

    assert server.error_s() < 0.6


def test_after_sleep_the_next_answer_is_taken_as_the_first_was() -> None:
    server = Server(timedelta(seconds=5), latency_s=0.01)
    server.answer()
    server.estimate.now()
    # A monotonic clock that stood still: to it, the server's has jumped.
    server.offset = timedelta(hours=8)

    server.estimate.forget()
    server.answer()

    assert server.error_s() < 0.6


def test_the_servers_time_is_told_in_utc() -> None:
    server = Server(timedelta(), latency_s=0.01)
    server.answer()

    assert server.estimate.now().tzinfo is UTC
