from types import ModuleType

from tests.contract.strictness import complaints


def test_an_unknown_field_a_wrong_type_and_an_unknown_value_are_all_found(
    sdk: ModuleType,
) -> None:
    call = {"id": 7, "state": "talking", "speed": "high", "connectedTime": "now", "muted": None}

    assert sorted(complaints(sdk, call, "Call")) == [
        "$.connectedTime: 'now' is no time",
        "$.id: 7 is not str",
        "$.muted: unset fields are absent, not null",
        "$.speed: Call has no such field",
        "$.state: 'talking' is no value of its enumeration",
    ]


def test_a_faultless_document_has_no_complaints(sdk: ModuleType) -> None:
    call = {"id": "c", "state": "connected", "wrapup": {"code": "x", "tags": ["a"]}}

    assert complaints(sdk, call, "Call") == []
