"""Makes the name under which a customer is remembered: useless outside this installation."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from functools import lru_cache

_LENGTH = 32
# No address is longer that is one.
_LONGEST_REMEMBERED = 320
_SCHEMES = ("tel:", "sip:", "sips:", "mailto:")


def customer_key(identity: str, salt: bytes) -> str:
    """Return the key of who Genesys calls *identity*: an external contact's id, or an address."""
    if len(identity) > _LONGEST_REMEMBERED:
        return _key(identity, salt)
    return _remembered(identity, salt)


def _key(identity: str, salt: bytes) -> str:
    return hmac.digest(salt, identity.encode("utf-8", "replace"), "sha256").hex()[:_LENGTH]


# Each event of a conversation tells who the customer is; agents have a few at a time.
_remembered = lru_cache(maxsize=64)(_key)


def identities_of(said: str) -> Iterator[str]:
    """Yield the ways in which Genesys may write the id, number or address somebody *said*."""
    bare = said.strip()
    for scheme in _SCHEMES:
        bare = bare.removeprefix(scheme)
    number = "".join(sign for sign in bare if sign.isdigit() or sign == "+")
    for form in dict.fromkeys(filter(None, (said, bare, bare.lower(), number))):
        yield form
        yield from (f"{scheme}{form}" for scheme in _SCHEMES)
