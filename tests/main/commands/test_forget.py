"""One person's traces go from this computer, everybody else's stay, and what may stay is told."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest

from tests.fakes import AGENT, BILLING, CODES, NOON, a_decision, a_key, a_submission
from tests.languages.speaking import speaking
from wrapup_desk.adapters.sqlite_store import SqliteStore
from wrapup_desk.adapters.system_clock import SystemClock
from wrapup_desk.application.base.settings import LanguageChoice, SettingsError
from wrapup_desk.application.learning.local_model import LocalModel, pack, unpack
from wrapup_desk.domain.privacy.customer_key import customer_key
from wrapup_desk.domain.recommender.recommender import StackRecommender
from wrapup_desk.domain.recommender.text.word_vectors import read_word_vectors
from wrapup_desk.domain.submission import SubmissionState
from wrapup_desk.domain.suggestion import CaseFacts
from wrapup_desk.main.commands.forget import STILL_WAITING, PersonToForget, forget
from wrapup_desk.main.system.profile import Profile, ProfileInUse, ProfileLock
from wrapup_desk.resource_files import resource

Result = TypeVar("Result")
NAME = "Zebulon"


@pytest.fixture
def mine(tmp_path: Path) -> Profile:
    return Profile.at(tmp_path)


def with_store(profile: Profile, work: Callable[[SqliteStore], Awaitable[Result]]) -> Result:
    async def run() -> Result:
        store = SqliteStore(profile.database_path, SystemClock())
        await store.open()
        try:
            return await work(store)
        finally:
            await store.close()

    return asyncio.run(run())


def keep(
    profile: Profile,
    number: int,
    note: str = "",
    *,
    agent_id: str = AGENT.id,
    state: SubmissionState = SubmissionState.CONFIRMED,
) -> None:
    decision = a_decision(BILLING, note)
    submission = replace(a_submission(number), agent_id=agent_id, decision=decision, state=state)
    with_store(profile, lambda store: store.save(submission))


def kept(profile: Profile) -> set[str]:
    found = with_store(profile, lambda store: store.since(NOON.replace(year=2000)))
    return {each.key.conversation_id for each in found}


def taught(profile: Profile, identity: str) -> StackRecommender:
    recommender = StackRecommender()
    facts = CaseFacts("q", customer_key=customer_key(identity, profile.installation_salt()))
    recommender.learn(recommender.open_case(facts, CODES), BILLING.id, was_looked_at=True)
    return recommender


def bytes_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_customers_notes_go_and_others_stay(
    mine: Profile, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(mine, 1, f"Promised {NAME} a call")
    keep(mine, 2, "Nothing of that")
    mine.log_folder.mkdir()
    (mine.log_folder / "wrapup-desk.log").write_text(NAME)
    (mine.root / "desk-damaged-20261101-101010.sqlite3").write_text(NAME)
    (mine.root / "learnt.model.unreadable-2026-11-01").write_text(NAME)

    assert forget(mine, PersonToForget(customer=NAME.lower())) == 0

    assert kept(mine) == {a_key(2).conversation_id}
    assert NAME.encode() not in bytes_in(mine.root)
    told = capsys.readouterr().out
    assert "1 code, with its note" in told
    assert "stays in the model" in told
    assert "audit trail" in told


@pytest.mark.parametrize(
    "note", ["rings 0290 000-000", "Tel. (02) 9000 0000", "\uff10\uff12\uff19" + 7 * "\uff10"]
)
def test_a_number_in_a_note_is_found_however_it_is_written(mine: Profile, note: str) -> None:
    keep(mine, 1, note)
    keep(mine, 2, "02 9000 111")

    forget(mine, PersonToForget(customer="02 9000 0000"))

    assert kept(mine) == {a_key(2).conversation_id}


@pytest.mark.parametrize(
    "person",
    [
        PersonToForget(customer=NAME),
        PersonToForget(agent="agent-canary"),
        PersonToForget(is_everybody=True),
    ],
)
def test_no_file_of_the_profile_has_a_trace_of_the_person(
    mine: Profile, person: PersonToForget
) -> None:
    canaries = (NAME.encode(), b"agent-canary")
    for number in range(40):
        # Some long enough to lie on pages of their own.
        keep(mine, number, f"{NAME} asked. " * (1 + number % 4 * 150), agent_id="agent-canary")
    for name in ("desk-damaged-20261101-101010.sqlite3", "desk-damaged-20261101-101010.sqlite3-wal",
                 "desk-mended.sqlite3-wal", "settings.broken.toml",
                 "learnt.model.unreadable-2026-11-01", "updates.json.0a0b.partial",
                 "logs/wrapup-desk.log", "logs/wrapup-desk.log.1"):  # fmt: skip
        path = mine.root / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b" ".join(canaries))
    mine.outcomes_path.write_bytes(b"agent-canary")

    forget(mine, person)

    if not person.customer:
        assert b"agent-canary" not in bytes_in(mine.root)
    if not person.agent:
        assert NAME.encode() not in bytes_in(mine.root)


def test_the_record_of_waiting_codes_forgets_a_finished_conversation(mine: Profile) -> None:
    keep(mine, 1, NAME, state=SubmissionState.WAITING)
    keep(mine, 1, NAME)

    forget(mine, PersonToForget(customer=a_key(1).conversation_id))

    assert a_key(1).conversation_id.encode() not in bytes_in(mine.root)


def test_a_conversation_is_forgotten_by_its_id(mine: Profile) -> None:
    keep(mine, 1)
    keep(mine, 2)

    forget(mine, PersonToForget(customer=a_key(1).conversation_id))

    assert kept(mine) == {a_key(2).conversation_id}


@pytest.mark.parametrize("said", ["+61 2 9000 0000", "tel:+61290000000", "+61290000000"])
def test_what_the_model_knows_of_a_customer_is_taken_out(
    mine: Profile, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    model = taught(mine, "tel:+61290000000").export()
    with_store(mine, lambda store: store.save_model(pack(LocalModel(model, taught=1))))

    forget(mine, PersonToForget(customer=said))

    stored = with_store(mine, lambda store: store.load_model())
    assert stored is not None
    vocabulary = read_word_vectors(resource("language", "minilm-static-256.npz").read_bytes())
    left = StackRecommender.load(unpack(stored).model, vocabulary)
    assert left.memory.customers.last_code == {}
    assert unpack(stored).taught == 1
    assert "last code" in capsys.readouterr().out


def test_an_agents_codes_and_figures_go(mine: Profile) -> None:
    keep(mine, 1, agent_id="robin")
    keep(mine, 2, agent_id="other")
    mine.outcomes_path.write_bytes(b"figures")

    assert forget(mine, PersonToForget(agent="robin")) == 0

    assert kept(mine) == {a_key(2).conversation_id}
    assert not mine.outcomes_path.exists()


def test_what_still_waits_stays_and_is_told(
    mine: Profile, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(mine, 1, NAME, state=SubmissionState.WAITING)

    assert forget(mine, PersonToForget(customer=NAME)) == STILL_WAITING
    assert forget(mine, PersonToForget(is_everybody=True)) == STILL_WAITING

    assert kept(mine) == {a_key(1).conversation_id}
    assert "wait to be sent" in capsys.readouterr().out


def test_everything_but_the_settings_goes(mine: Profile) -> None:
    keep(mine, 1, NAME, state=SubmissionState.WAITING)
    mine.installation_salt()
    mine.settings_path.write_text("keep_days = 7\n")
    for path in (mine.ledger_path, mine.anchor_path, mine.update_path, mine.window_path):
        path.write_text(NAME)
    (mine.root / "models").mkdir()
    (mine.root / "models" / "a.model").write_text(NAME)

    assert forget(mine, PersonToForget(is_everybody=True), drops_waiting=True) == 0

    left = {path.name for path in mine.root.iterdir()}
    assert left <= {"settings.toml", "running.lock", "logs"}
    assert NAME.encode() not in bytes_in(mine.root)


def test_while_the_program_runs_nothing_is_touched(mine: Profile) -> None:
    with ProfileLock(mine), pytest.raises(ProfileInUse):
        forget(mine, PersonToForget(customer=NAME))


def test_a_letter_is_not_enough_to_know_whom(mine: Profile) -> None:
    with pytest.raises(SettingsError):
        forget(mine, PersonToForget(customer="e"))


def test_a_model_that_cannot_be_read_is_removed(
    mine: Profile, capsys: pytest.CaptureFixture[str]
) -> None:
    with_store(mine, lambda store: store.save_model(pack(LocalModel(b"no model", taught=1))))

    forget(mine, PersonToForget(customer=NAME))

    stored = with_store(mine, lambda store: store.load_model())
    assert stored == pack(LocalModel(b""))
    assert "could not be read" in capsys.readouterr().out


def test_what_was_removed_is_said_in_the_language_in_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with speaking(LanguageChoice.GERMAN):
        forget(Profile.at(tmp_path), PersonToForget(is_everybody=True), drops_waiting=False)

    said = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in said[:2]] == ["Entfernt", "Entfernt"]
