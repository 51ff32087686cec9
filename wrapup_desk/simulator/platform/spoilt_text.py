"""Spoils JSON as real feeds were seen to: halves of signs, raw tabs, bytes that are no UTF-8."""

import re
from collections.abc import Callable

_NAME = re.compile(rb'("name": ")')
_FLAG = re.compile(rb'("wrapupRequired": )(?:true|false)')


def _lone_half(body: bytes) -> bytes:
    # A name that was cut inside an emoji
    return _NAME.sub(rb"\1Zoe \\ud83d", body)


def _raw_tab(body: bytes) -> bytes:
    return _NAME.sub(rb"\1Zoe" + b"\t", body)


def _invalid_utf8(body: bytes) -> bytes:
    return _NAME.sub(rb"\1Zoe " + b"\xff\xfe", body)


def _wrong_types(body: bytes) -> bytes:
    """One field of each participant, and of 25 more, is of another type."""
    spoilt = _FLAG.sub(rb"\1{}", body)
    more = b'{"id": "x", "wrapupRequired": {}, "wrapupTimeoutMs": []}, ' * 25
    return spoilt.replace(b'"participants": [', b'"participants": [' + more, 1)


SPOILT: dict[str, Callable[[bytes], bytes]] = {
    "lone_half": _lone_half,
    "raw_tab": _raw_tab,
    "invalid_utf8": _invalid_utf8,
    "wrong_types": _wrong_types,
}
