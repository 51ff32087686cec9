from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wrapup_desk.application.base.settings import (
    Dialect,
    LanguageChoice,
    Settings,
    SettingsError,
    ThemeChoice,
    parse,
    to_mapping,
    without_policy,
)
from wrapup_desk.domain.modes import Mode, QueueRule, Suggestions
from wrapup_desk.domain.notes.note_draft import NoteDrafting


def test_nothing_set_means_the_defaults_and_nothing_locked() -> None:
    loaded = parse({})

    assert loaded.settings == Settings()
    assert loaded.locked == frozenset()


def test_every_setting_can_be_written_and_read_again() -> None:
    settings = Settings(
        region="eu-central-1",
        client_id="client",
        dialect=Dialect.INTERACTION_ACTIONS,
        api_url="http://127.0.0.1:8080",
        login_url="http://localhost:8080",
        mode=Mode.GUARD,
        min_probability=0.9,
        hold_seconds=20.0,
        trusts_backend=True,
        early_as_draft=True,
        suggestions=Suggestions.SHADOW,
        sends_selected=False,
        undo_seconds=2.0,
        notes=NoteDrafting.TAKEN,
        note_templates={"refund": "Refund of {amount} for {customer}"},
        queues={"Support": QueueRule(Mode.AUTO, 0.97, 15.0, trusts_backend=True)},
        attributes=("product",),
        backend_code_attribute="code",
        backend_note_attribute="notes",
        favourites=("code-1",),
        queue_favourites={"queue-1": ("code-2", "code-1")},
        code_separators=(" > ",),
        further_topics=False,
        code_synonyms={"Billing > Refund": ("money back",)},
        model="model.bin",
        model_sha256="ab" * 32,
        encoder="https://intranet.example/pack.whl",
        encoder_sha256="cd" * 32,
        keeps_signed_in=False,
        language=LanguageChoice.JAPANESE,
        theme=ThemeChoice.DARK,
        text_percent=150,
        stays_on_top=True,
        reads_sentences=False,
        shows_toasts=False,
        plays_sounds=True,
        hot_key="Ctrl+Shift+F9",
        has_single_keys=False,
        starts_with_windows=True,
        keep_days=7,
        log_level="DEBUG",
        store="postgresql://desk@server/corrections",
        repair_needs_reason=True,
        repair_needs_note=True,
        repair_attribute="corrected_wrapup_code",
        repair_leaves_out_dialer=True,
        repair_names_agents=False,
        repair_conversation_link="https://apps.{domain}/#/engage/{conversationId}",
        repair_requests_per_minute=100,
        update_url="https://updates.example/wrapup-desk.json",
        update_key="A" * 43 + "=",
    )
    defaults = Settings()

    assert [
        each.name
        for each in fields(Settings)
        if getattr(settings, each.name) == getattr(defaults, each.name)
    ] == [], "a setting is left out of this test"
    assert parse(to_mapping(settings)).settings == settings


def test_only_what_differs_from_the_defaults_is_written() -> None:
    assert to_mapping(Settings()) == {}
    assert to_mapping(Settings(theme=ThemeChoice.DARK)) == {"theme": "dark"}


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ({"regoin": "x"}, '"regoin" is not a setting (did you mean "region"?)'),
        ({"zzz": 1}, '"zzz" is not a setting'),
        ({"region": 5}, '"region" has to be a text, found 5'),
        ({"trusts_backend": 1}, '"trusts_backend" has to be true or false, found 1'),
        (
            {"mode": "always"},
            '"mode" has to be one of "suggest", "guard", "auto", "early", found \'always\'',
        ),
        ({"min_probability": 0.4}, '"min_probability" has to be a number from 0.5 to 1, found'),
        ({"min_probability": True}, '"min_probability" has to be a number from 0.5 to 1'),
        ({"min_probability": "high"}, '"min_probability" has to be a number from 0.5 to 1'),
        ({"min_probability": float("nan")}, '"min_probability" has to be a number'),
        ({"hold_seconds": -1}, '"hold_seconds" has to be a number from 0 to 600, found -1'),
        ({"text_percent": 300}, '"text_percent" has to be a number from 80 to 200, found 300'),
        ({"keep_days": 31}, '"keep_days" has to be a number from 1 to 30, found 31'),
        ({"favourites": "code"}, "\"favourites\" has to be a list of texts, found 'code'"),
        (
            {"code_synonyms": {"Refund": "money back"}},
            '"code_synonyms" has to be a table of lists of texts',
        ),
        ({"queue_favourites": ["code"]}, '"queue_favourites" has to be a table of lists'),
        ({"attributes": ["a", 1]}, '"attributes" has to be a list of texts'),
        ({"log_level": "LOUD"}, '"log_level" has to be DEBUG, INFO, WARNING or ERROR'),
        ({"language": "fr"}, '"language" has to be one of "system", "en", "de", "ja"'),
        ({"theme": "pink"}, '"theme" has to be one of "system", "light", "dark"'),
        ({"dialect": "smtp"}, '"dialect" has to be one of "genesys-cloud"'),
        ({"api_url": "https://evil.example"}, '"api_url" has to be http://127.0.0.1:PORT'),
        ({"api_url": "http://[evil"}, '"api_url" has to be http://127.0.0.1:PORT'),
        ({"login_url": "http://10.0.0.1:80"}, '"login_url" has to be http://127.0.0.1:PORT'),
        ({"queues": ["Support"]}, '"queues" has to be a table of queues'),
        ({"queues": {"Support": "auto"}}, "\"queues.Support\" has to be a table, found 'auto'"),
        (
            {"queues": {"Support": {"moed": "auto"}}},
            '"queues.Support.moed" is not a setting of a queue',
        ),
        (
            {"queues": {"Support": {"mode": "never"}}},
            '"queues.Support.mode" has to be one of "suggest"',
        ),
    ],
)
def test_each_wrong_value_is_told_with_its_place_and_what_is_allowed(
    raw: dict[str, object], message: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        parse(raw)

    assert str(caught.value).startswith(message)


KEYS = st.sampled_from([each.name for each in fields(Settings)])
VALUES = st.none() | st.integers() | st.text(max_size=5) | st.booleans() | st.floats()


@given(st.dictionaries(KEYS, VALUES | st.lists(VALUES, max_size=2), max_size=3))
def test_a_file_of_anything_gives_settings_or_a_message(raw: dict[str, object]) -> None:
    try:
        settings = parse(raw).settings
    except SettingsError:
        return
    assert parse(to_mapping(settings)).settings == settings


def test_a_queue_is_found_by_name_or_id_and_takes_the_rest_from_all_queues() -> None:
    settings = parse(
        {
            "min_probability": 0.8,
            "hold_seconds": 30,
            "queues": {"Support": {"mode": "guard"}, "queue-7": {"mode": "auto"}},
        }
    ).settings

    assert settings.rule_for("Support", "queue-1") == QueueRule(Mode.GUARD, 0.8, 30.0)
    assert settings.rule_for("Sales", "queue-7") == QueueRule(Mode.AUTO, 0.8, 30.0)
    assert settings.rule_for("Sales", "queue-2") == QueueRule(Mode.SUGGEST, 0.8, 30.0)


def test_a_queue_is_found_however_its_name_is_written() -> None:
    settings = parse(
        {
            "queues": {
                "cafe\N{COMBINING ACUTE ACCENT}  orders": {"mode": "guard"},
                "7FB334B0-0E9E-11E4-9191-0800200C9A66": {"mode": "auto"},
            }
        }
    ).settings

    assert (
        settings.rule_for("Caf\N{LATIN SMALL LETTER E WITH ACUTE} Orders", "").mode is Mode.GUARD
    )
    assert settings.rule_for("", "7fb334b0-0e9e-11e4-9191-0800200c9a66").mode is Mode.AUTO
    assert settings.rule_for("Cafe orders", "").mode is Mode.SUGGEST
    assert settings.rule_for("", "").mode is Mode.SUGGEST


def test_two_tables_for_one_queue_are_told() -> None:
    with pytest.raises(SettingsError, match="name the same queue"):
        parse({"queues": {"Support": {"mode": "guard"}, "SUPPORT ": {"mode": "auto"}}})


# The administrator's policy


def test_no_other_letter_case_escapes_a_policys_queue() -> None:
    loaded = parse(
        {"queues": {"Support": {"mode": "auto", "hold_seconds": 20}}},
        {"queues": {"support": {"mode": "guard"}}},
    )

    assert loaded.settings.rule_for("Support", "") == QueueRule(Mode.GUARD, hold_seconds=20.0)


def test_naming_a_queue_otherwise_is_no_way_past_a_policy() -> None:
    by_name = {"Support": {"mode": "auto"}}
    by_id = {"3f2a-support": {"mode": "guard"}}

    for personal, policy in ((by_name, by_id), (by_id, by_name)):
        rule = parse({"queues": personal}, {"queues": policy}).settings.rule_for(
            "Support", "3f2a-support"
        )
        assert rule.mode.value == next(iter(policy.values()))["mode"]


def test_a_policy_wins_and_locks_what_it_sets() -> None:
    loaded = parse({"mode": "auto", "theme": "dark"}, {"mode": "suggest"})

    assert loaded.settings == Settings(theme=ThemeChoice.DARK)
    assert loaded.locked == {"mode"}


def test_a_key_locked_without_a_value_keeps_its_default() -> None:
    loaded = parse({"mode": "auto"}, {"locked": ["mode"]})

    assert loaded.settings.mode is Mode.SUGGEST
    assert loaded.locked == {"mode"}


def test_no_personal_queue_escapes_a_policy_for_all_queues() -> None:
    loaded = parse(
        {"queues": {"Support": {"mode": "auto", "hold_seconds": 20}}},
        {"mode": "suggest", "min_probability": 0.99},
    )

    assert loaded.settings.rule_for("Support", "") == QueueRule(Mode.SUGGEST, 0.99, 20.0)


def test_a_policys_queue_wins_value_by_value_over_the_persons() -> None:
    loaded = parse(
        {"queues": {"Support": {"mode": "auto", "hold_seconds": 20}, "Sales": {"mode": "guard"}}},
        {"queues": {"Support": {"mode": "guard"}}},
    )

    assert loaded.settings.rule_for("Support", "") == QueueRule(Mode.GUARD, hold_seconds=20.0)
    assert loaded.settings.rule_for("Sales", "").mode is Mode.GUARD


def test_locked_queues_are_the_policys_alone() -> None:
    loaded = parse({"queues": {"Support": {"mode": "auto"}}}, {"locked": ["queues"]})

    assert loaded.settings.queues == {}


@pytest.mark.parametrize(
    ("policy", "message"),
    [
        ({"locked": "mode"}, '"locked" has to be a list of texts'),
        ({"locked": ["moed"]}, '"moed" is not a setting (did you mean'),
        ({"mode": 3}, '"mode" has to be one of'),
    ],
)
def test_a_wrong_policy_is_told_like_any_other_file(
    policy: dict[str, object], message: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        parse({}, policy)

    assert str(caught.value).startswith(message)


def test_a_wrong_personal_key_is_told_even_where_a_policy_would_win() -> None:
    with pytest.raises(SettingsError, match="is not a setting"):
        parse({"nonsense": 1}, {"locked": ["mode"]})


def test_a_persons_own_part_leaves_out_what_the_policy_says() -> None:
    policy: dict[str, object] = {
        "mode": "guard",
        "queues": {"Support": {"min_probability": 0.99}, "Sales": {"hold_seconds": 5}},
    }
    personal: dict[str, object] = {
        "theme": "dark",
        "queues": {"Support": {"hold_seconds": 20.0}},
    }
    settings = parse(personal, policy).settings

    own = without_policy(settings, policy)

    assert "mode" not in own
    queues = own["queues"]
    assert isinstance(queues, dict)
    assert "min_probability" not in str(queues["Support"])
    assert parse(own, policy).settings == settings


def test_without_queues_of_ones_own_there_is_no_table_of_queues() -> None:
    policy: dict[str, object] = {
        "mode": "guard",
        "min_probability": 0.9,
        "hold_seconds": 1,
        "trusts_backend": False,
        "early_as_draft": False,
        "suggestions": "shown",
        "sends_selected": True,
        "notes": "shown",
        "queues": {"Support": {"mode": "auto"}},
    }

    assert without_policy(parse({}, policy).settings, policy) == {}


def test_settings_know_whether_they_lead_to_an_org_and_how_long_to_keep() -> None:
    connected = Settings(client_id="client", region="eu-central-1")

    assert connected.is_connected_to_an_org
    assert replace(connected, region="", api_url="http://127.0.0.1:1").is_connected_to_an_org
    assert not replace(connected, client_id="").is_connected_to_an_org
    assert not replace(connected, region="").is_connected_to_an_org
    assert connected.keep == timedelta(days=30)


def test_a_store_that_is_no_server_is_refused_without_repeating_it() -> None:
    with pytest.raises(SettingsError, match="postgresql://") as refused:
        parse({"store": "mysql://desk:secret@server"})

    assert "secret" not in str(refused.value)
