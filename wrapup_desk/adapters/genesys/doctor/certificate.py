"""Reads from a certificate who signed it; just enough of DER for that."""

from __future__ import annotations

from collections.abc import Iterator

_SEQUENCE, _VERSION = 0x30, 0xA0
_ORGANIZATION, _COMMON_NAME = bytes.fromhex("55040a"), bytes.fromhex("550403")


def signer_of(der: bytes) -> str:
    """Return the issuer's organisation, else its common name; "" for what is no certificate."""
    try:
        certificate = next(_parts(der))[1]
        to_be_signed = next(_parts(certificate))[1]
        fields = [content for tag, content in _parts(to_be_signed) if tag != _VERSION]
        names = dict(_names(fields[2]))  # serial number, algorithm, issuer
    except (IndexError, StopIteration):
        return ""
    name = names.get(_ORGANIZATION) or names.get(_COMMON_NAME) or b""
    return "".join(filter(str.isprintable, name.decode("utf-8", "replace")))[:80]


def _names(issuer: bytes) -> Iterator[tuple[bytes, bytes]]:
    for _, one_set in _parts(issuer):
        for tag, pair in _parts(one_set):
            parts = list(_parts(pair))
            if tag == _SEQUENCE and len(parts) == 2:
                yield parts[0][1], parts[1][1]


def _parts(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield tag and content of each element that *data* consists of.

    Raises:
        IndexError: it ends within one.
    """
    at = 0
    while at < len(data):
        tag, length, at = data[at], data[at + 1], at + 2
        if length & 0x80:
            size = length & 0x7F
            length = int.from_bytes(data[at : at + size], "big")
            at += size
        if at + length > len(data):
            raise IndexError("the certificate is cut short")
        yield tag, data[at : at + length]
        at += length
