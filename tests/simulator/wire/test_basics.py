from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wrapup_desk.simulator.wire.basics import iso, page


def test_times_have_milliseconds_and_a_z() -> None:
    assert iso(datetime(2026, 11, 22, 0, 10, 2, 114_900, UTC)) == "2026-11-22T00:10:02.114Z"


@given(count=st.integers(0, 60), size=st.integers(1, 25))
def test_walking_the_pages_sees_every_entity_once(count: int, size: int) -> None:
    entities = [{"id": number} for number in range(count)]
    seen: list[dict[str, int]] = []
    number = 1
    while True:
        listing = page(entities, "/x", {"pageSize": str(size), "pageNumber": str(number)})
        seen += listing["entities"]
        if "nextUri" not in listing:
            break
        number += 1

    assert seen == entities
    assert listing["total"] == count
    assert listing["pageCount"] == number


@pytest.mark.parametrize("wrong", ["0", "-1", "many"])
def test_a_page_size_that_is_no_positive_number_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the text is int()'s own
        page([], "/x", {"pageSize": wrong})
