"""Takes out of a text what no log may hold: secrets, addresses, numbers of persons and accounts."""

from __future__ import annotations

import re

from wrapup_desk.domain.privacy.card_data import BETWEEN, card_numbers

_VALUE = r"(?:\"[^\"]*\"|'(?:\\.|[^'\\])*'|[^\s&\"',;}{)]+)"
_WORDS = (
    r"access_token|refresh_token|id_token|client_secret|code_verifier|authorization|password"
    r"|passwd|passphrase|pwd|secret|api[_-]?key"
)
# In this order: what one removes whole, a later one need not understand.
_PATTERNS = (
    (re.compile(r"wss?://[^\s\"']+"), "[stream address removed]"),
    # Whoever has the address of a file in a storage may read the file; a query may hold anything.
    (re.compile(r"(?i)\b([a-z][a-z0-9+.-]{1,20}://)[^\s/@\"'<>]{0,300}@"), r"\1[removed]@"),
    (re.compile(r"(?i)\b(https?://[^\s?#\"'<>]{1,1000}+)[?#][^\s\"'<>]+"), r"\1?[removed]"),
    (re.compile(r"(?i)\b(bearer|basic|digest|negotiate)\s+[a-z0-9._~+/=-]{6,}"), r"\1 [removed]"),
    (re.compile(rf"(?i)\b(\w*(?:{_WORDS}))([\"']?\s*[=:]\s*){_VALUE}"), r"\1\2[removed]"),
    (re.compile(r"(?i)\b(code|token|sig|signature)([\"']?\s*[=:]\s*[\"']?)[^\s&\"',}]{6,}"),
     r"\1\2[removed]"),
    # A JSON web token by its beginning; any other by its length and mixture: ids are lower case.
    (re.compile(r"\beyJ[\w-]{4,}\.[\w-]{4,}(?:\.[\w-]*)?(?:\.[\w.-]*)?"), "[token removed]"),
    (re.compile(r"(?<![\w-])(?=[\w-]{0,200}?\d)(?=[\w-]{0,200}?[a-z])(?=[\w-]{0,200}?[A-Z])"
                r"[\w-]{40,}"), "[token removed]"),
    (re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(\.[\w-]{1,64})+"), "[mail removed]"),
)  # fmt: skip
_IBAN = re.compile(
    rf"\b[A-Z]{{2}}{BETWEEN}?\d{{2}}(?:{BETWEEN}?[A-Z0-9]){{11,30}}\b", re.IGNORECASE
)
# Digits that belong to a person: at least seven, perhaps grouped, but no part of an id.
_DIGITS = re.compile(rf"(?<![\w-])\+?\d(?:{BETWEEN}{{0,3}}\d){{6,}}(?![\w-])")
# A longer text is cut: no line of a log needs more, and each pattern goes over all of it.
LONGEST = 32_000


def redact(text: str) -> str:
    """Return *text* without tokens, passwords, addresses of persons, account and phone numbers."""
    if len(text) > LONGEST:
        text = f"{text[:LONGEST]} [cut]"
    for pattern, replacement in _PATTERNS:
        text = pattern.sub(replacement, text)
    text = _IBAN.sub(_iban, text)
    for start, end in reversed(tuple(card_numbers(text))):
        text = f"{text[:start]}[number removed]{text[end:]}"
    return _DIGITS.sub("[number removed]", text)


def _iban(match: re.Match[str]) -> str:
    signs = re.sub(r"[\W_]", "", match.group()).upper()
    # With letters among them four signs stand for more than digits: the check tells an id apart.
    as_digits = "".join(str(int(sign, 36)) for sign in signs[4:] + signs[:4])
    return "[account removed]" if int(as_digits) % 97 == 1 else match.group()
