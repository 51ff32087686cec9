"""Settings with mistakes: each one is told, and only what is wrong falls back."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wrapup_desk.application.base.settings import (
    Settings,
    SettingsError,
    ThemeChoice,
    parse,
    parse_leniently,
)
from wrapup_desk.domain.modes import Mode, QueueRule

KEYS = st.sampled_from([*(each.name for each in fields(Settings)), "locked", "nonsense"])
VALUES = st.none() | st.integers() | st.text(max_size=5) | st.booleans() | st.floats()
FILES = st.dictionaries(KEYS, VALUES | st.lists(VALUES, max_size=2), max_size=3)


def test_what_is_right_stays_and_each_mistake_is_told() -> None:
    loaded = parse_leniently(
        {
            "region": "eu-central-1",
            "client_id": "client",
            "theme": "pink",
            "keep_dyas": 7,
            "text_percent": 150,
        }
    )

    assert loaded.settings == Settings(region="eu-central-1", client_id="client", text_percent=150)
    assert loaded.problems == (
        '"theme" has to be one of "system", "light", "dark", found \'pink\'',
        '"keep_dyas" is not a setting (did you mean "keep_days"?)',
    )
    assert loaded.policy_problems == ()


def test_a_client_id_copied_with_its_quotation_marks_is_meant_without_them() -> None:
    client_id = "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed"

    own = parse_leniently({"client_id": f" '{client_id}'\n"})
    policy = parse_leniently({}, {"client_id": f"{client_id} "})

    assert own.settings.client_id == policy.settings.client_id == client_id


def test_a_mistake_in_one_queue_leaves_its_other_values_and_the_other_queues() -> None:
    loaded = parse_leniently(
        {
            "queues": {
                "Support": {"mode": "never", "hold_seconds": 20},
                "Sales": {"mode": "guard"},
                "Billing": "auto",
            }
        }
    )

    assert loaded.settings.queues == {
        "Support": QueueRule(hold_seconds=20.0),
        "Sales": QueueRule(Mode.GUARD),
    }
    assert len(loaded.problems) == 2


def test_all_mistakes_are_in_one_message_where_they_are_refused() -> None:
    with pytest.raises(SettingsError, match=r'^"theme" has to be .*; "regoin" is not a setting'):
        parse({"theme": "pink", "regoin": "x"})


# A policy is there to restrict: where it cannot be read, nobody gets more than it meant to allow.


def test_a_wrong_value_of_a_policy_is_told_and_stays_locked() -> None:
    loaded = parse_leniently(
        {"mode": "auto", "theme": "dark"}, {"mode": "sugest", "region": "eu-central-1"}
    )

    assert loaded.settings == Settings(region="eu-central-1", theme=ThemeChoice.DARK)
    assert loaded.locked == {"mode", "region"}
    assert loaded.problems == ()
    assert loaded.policy_problems[0].startswith('"mode" has to be one of')


@pytest.mark.parametrize("named", ["mode", ["moed"], ["mode", 1]])
def test_a_list_of_locks_that_cannot_be_read_locks_everything(named: object) -> None:
    loaded = parse_leniently({"mode": "auto"}, {"locked": named, "region": "eu-central-1"})

    assert loaded.settings == Settings(region="eu-central-1")
    assert loaded.locked == {each.name for each in fields(Settings)}
    assert loaded.policy_problems


@pytest.mark.parametrize(
    "queues", ["Support", {"Support": "guard"}, {"Support": {"mode": "gaurd"}}]
)
def test_where_a_policys_queues_are_wrong_no_personal_queue_counts(queues: object) -> None:
    loaded = parse_leniently({"queues": {"Support": {"mode": "auto"}}}, {"queues": queues})

    assert loaded.settings.rule_for("Support", "").mode is Mode.SUGGEST
    assert loaded.policy_problems


@given(FILES, FILES)
def test_files_of_anything_give_settings_that_can_be_used(
    personal: dict[str, object], policy: dict[str, object]
) -> None:
    loaded = parse_leniently(personal, policy)

    for name in loaded.locked - policy.keys():
        assert getattr(loaded.settings, name) == getattr(Settings(), name)
    if not (loaded.problems or loaded.policy_problems):
        assert parse(personal, policy) == loaded


def test_a_template_that_is_wrong_says_where_and_what_to_do_and_the_others_stay() -> None:
    templates: dict[str, object] = {
        "refund": " Refund of {amount} ",
        "typo": "For {custmer} in {queue}",
        "open": "For {customer",
        "Has Blanks": "x",
        "empty": "",
        "number": 7,
    }

    loaded = parse_leniently({"note_templates": templates})

    assert loaded.settings.note_templates == {"refund": "Refund of {amount}"}
    told = "\n".join(loaded.problems)
    assert (
        '"note_templates.typo" has {custmer}, which is no field: use {customer}, {queue}' in told
    )
    assert '"note_templates.open" has {customer, which is no field' in told
    assert '"note_templates.Has Blanks" has to be called by small letters' in told
    assert told.count("has to be a text of 1 to") == 2
    with pytest.raises(SettingsError, match="table of texts"):
        parse({"note_templates": "Refund"})


def test_templates_of_a_policy_are_locked_as_a_whole() -> None:
    loaded = parse({"note_templates": {"own": "x"}}, {"note_templates": {"team": "y"}})

    assert loaded.settings.note_templates == {"team": "y"}
    assert "note_templates" in loaded.locked
