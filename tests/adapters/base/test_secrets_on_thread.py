"""Secrets when the system's keyring hangs."""

import asyncio
import threading
from typing import Any

from tests.fakes import InMemorySecrets
from wrapup_desk.adapters.base.secrets_on_thread import SecretsOnThread


class HangingStore(InMemorySecrets):
    """A keyring that answers only once it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.let_go = threading.Event()
        self.deleted = threading.Event()
        self.calls = 0

    def read(self, name: str) -> str | None:
        self.calls += 1
        self.let_go.wait()
        return super().read(name)

    def write(self, name: str, secret: str) -> None:
        self.calls += 1
        self.let_go.wait()
        super().write(name, secret)

    def delete(self, name: str) -> None:
        self.calls += 1
        self.let_go.wait()
        super().delete(name)
        self.deleted.set()


async def test_a_store_that_answers_keeps_and_forgets() -> None:
    store = InMemorySecrets()
    secrets = SecretsOnThread(store)

    await secrets.write("token", "secret")
    assert store.read("token") == "secret"
    assert await SecretsOnThread(store).read("token") == "secret"

    await secrets.delete("token")
    assert store.read("token") is None
    assert await secrets.read("token") is None


async def test_the_loop_goes_on_while_the_store_hangs() -> None:
    store = HangingStore()
    async with asyncio.TaskGroup() as group:
        reading = group.create_task(SecretsOnThread(store).read("token"))
        for _ in range(5):
            await asyncio.sleep(0)
        assert not reading.done()
        store.let_go.set()

    assert reading.result() is None


async def test_a_store_that_does_not_answer_is_given_up_and_told_once(expect_log: Any) -> None:
    expect_log("the keyring does not answer")
    store, told = HangingStore(), []
    # Enough for a thread to begin on a busy machine.
    secrets = SecretsOnThread(store, answer_within_s=0.5)
    secrets.on_silence = lambda: told.append(True)

    await secrets.write("token", "secret")

    assert await secrets.read("token") == "secret"
    await secrets.delete("token")
    assert await secrets.read("token") is None
    assert told == [True]
    assert store.calls == 1
    store.let_go.set()


async def test_a_deletion_is_made_up_for_when_the_store_comes_back(expect_log: Any) -> None:
    expect_log("the keyring does not answer")
    store = HangingStore()
    InMemorySecrets.write(store, "token", "secret")

    await SecretsOnThread(store, answer_within_s=0.02).delete("token")
    store.let_go.set()

    assert await asyncio.to_thread(store.deleted.wait, 10)
    assert InMemorySecrets.read(store, "token") is None
