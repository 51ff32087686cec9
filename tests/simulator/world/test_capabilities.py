import pytest

from wrapup_desk.simulator.world.capabilities import Capabilities


def test_a_switch_takes_text_of_its_kind() -> None:
    capabilities = Capabilities()

    capabilities.update({"code_after_complete": "409", "quirks": "true", "skipped_code": "X"})

    assert capabilities.code_after_complete == 409
    assert capabilities.quirks is True
    assert capabilities.skipped_code == "X"


@pytest.mark.parametrize(
    ("name", "value"), [("no_such", "1"), ("quirks", "perhaps"), ("write_c", "forbidden")]
)
def test_a_wrong_switch_or_value_is_named_in_the_refusal(name: str, value: str) -> None:
    with pytest.raises(ValueError, match=name):
        Capabilities().set(name, value)
