import pytest

from wrapup_desk.simulator.platform.faults import Faults, UnknownFault


def test_a_fault_befalls_matching_requests_as_often_as_asked() -> None:
    faults = Faults()
    faults.add_http({"kind": "http", "effect": "drop", "match": "POST .*/wrapup$", "times": 2})

    hit = [faults.take_http("POST", "/a/wrapup") is not None for _ in range(3)]

    assert hit == [True, True, False]
    assert faults.take_http("GET", "/a/wrapup") is None


def test_faults_wait_in_the_order_they_were_added() -> None:
    faults = Faults()
    faults.add_http({"effect": "status", "status": 503})
    faults.add_http({"effect": "status", "status": 429, "retry_after": 2})

    first, second = faults.take_http("GET", "/x"), faults.take_http("GET", "/x")

    assert first is not None
    assert second is not None
    assert (first.status, second.status, second.retry_after) == (503, 429, 2)


def test_event_faults_are_matched_by_topic_and_can_be_cleared() -> None:
    faults = Faults()
    faults.add_event({"kind": "event", "effect": "duplicate", "match": "transcription"})
    assert faults.take_event("v2.users.x.conversations") is None

    faults.clear()

    assert faults.take_event("v2.conversations.x.transcription") is None


@pytest.mark.parametrize(
    "fields", [{"effect": "explode"}, {"effect": "drop", "where": "here"}, {"match": "x"}]
)
def test_an_unknown_fault_is_refused_with_what_is_known(fields: dict[str, str]) -> None:
    with pytest.raises(UnknownFault, match="known"):
        Faults().add_http(fields)
