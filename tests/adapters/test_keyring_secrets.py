import subprocess
import sys
from types import ModuleType
from typing import Any

import pytest

from wrapup_desk.adapters.keyring_secrets import (
    MOST_CHARACTERS,
    KeyringSecrets,
    MemorySecrets,
    SecretTooLong,
)


class Backend:
    """A keyring's back end that keeps what it is given."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.failure: Exception | None = None

    def call(self, act: Any) -> Any:
        if self.failure is not None:
            raise self.failure
        return act()


def keyring_with(module: str = "some.backend") -> tuple[ModuleType, Backend]:
    """A module with keyring's functions over a back end of *module*."""
    made = Backend()
    keyring: Any = ModuleType("keyring")
    kind = type("Keyring", (), {"__module__": module})
    keyring.get_keyring = lambda: kind()
    keyring.get_password = lambda service, name: made.call(lambda: made.kept.get((service, name)))
    keyring.set_password = lambda service, name, secret: made.call(
        lambda: made.kept.__setitem__((service, name), secret)
    )
    keyring.delete_password = lambda service, name: made.call(
        lambda: made.kept.__delitem__((service, name))
    )
    return keyring, made


def test_a_secret_is_kept_in_the_systems_keyring() -> None:
    keyring, backend = keyring_with()
    KeyringSecrets(keyring=keyring).write("token", "secret")

    assert backend.kept == {("WrapUp Desk", "token"): "secret"}
    assert KeyringSecrets(keyring=keyring).read("token") == "secret"
    assert KeyringSecrets(keyring=keyring).is_durable


def test_a_secret_stays_on_this_computer_where_the_keyring_would_let_it_roam() -> None:
    keyring, _ = keyring_with()
    # As the back end of Windows has it.
    windows: Any = type("WinVaultKeyring", (), {"persist": "enterprise"})()
    keyring.__dict__["get_keyring"] = lambda: windows

    KeyringSecrets(keyring=keyring).write("token", "secret")

    assert windows.persist == "local machine"


def test_a_deleted_secret_is_gone_and_deleting_twice_is_harmless() -> None:
    keyring, backend = keyring_with()
    secrets = KeyringSecrets(keyring=keyring)
    secrets.write("token", "secret")

    secrets.delete("token")
    secrets.delete("token")

    assert backend.kept == {}
    assert secrets.read("token") is None


@pytest.mark.parametrize(
    "module", ["keyring.backends.fail", "keyring.backends.null", "keyrings.alt.file"]
)
def test_without_a_safe_keyring_secrets_stay_in_memory(module: str) -> None:
    keyring, backend = keyring_with(module)
    secrets = KeyringSecrets(keyring=keyring)

    secrets.write("token", "secret")

    assert not secrets.is_durable
    assert secrets.read("token") == "secret"
    assert backend.kept == {}


def test_a_keyring_that_fails_is_given_up_and_its_words_are_not_repeated(expect_log: Any) -> None:
    expect_log(r"the keyring failed \(RuntimeError\)")
    keyring, backend = keyring_with()
    secrets = KeyringSecrets(keyring=keyring)
    backend.failure = RuntimeError("locked: secret")

    secrets.write("token", "secret")

    assert secrets.read("token") == "secret"
    assert not secrets.is_durable
    secrets.delete("token")
    assert secrets.read("token") is None


@pytest.mark.parametrize("act", ["read", "delete"])
def test_a_keyring_that_fails_to_answer_has_nothing(act: str, expect_log: Any) -> None:
    expect_log("the keyring failed")
    keyring, backend = keyring_with()
    backend.failure = RuntimeError("x")

    assert getattr(KeyringSecrets(keyring=keyring), act)("token") is None


def test_a_secret_that_would_not_fit_on_windows_is_refused() -> None:
    keyring, _ = keyring_with()

    with pytest.raises(SecretTooLong):
        KeyringSecrets(keyring=keyring).write("token", "x" * (MOST_CHARACTERS + 1))


def test_the_keyring_is_not_imported_before_it_is_used() -> None:
    program = (
        "import sys; from wrapup_desk.adapters.keyring_secrets import KeyringSecrets;"
        "KeyringSecrets(); assert 'keyring' not in sys.modules"
    )

    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


def test_secrets_in_memory_end_with_the_program() -> None:
    secrets = MemorySecrets()
    secrets.write("token", "secret")

    assert secrets.read("token") == "secret"
    assert not secrets.is_durable
    secrets.delete("token")
    secrets.delete("token")
    assert secrets.read("token") is None
