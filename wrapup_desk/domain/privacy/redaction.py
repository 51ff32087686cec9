"""Takes out of a text what no log may hold: secrets, addresses, numbers of persons and accounts."""

from __future__ import annotations

import re
from collections.abc import Iterator

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
    (re.compile(r"(?i)\b([a-z][a-z0-9+.-]{1,20}://)[^\s/\"'<>]{0,300}@"), r"\1[removed]@"),
    (re.compile(r"(?i)\b(https?://[^\s?#\"'<>]{1,1000}+)[?#][^\s\"'<>]+"), r"\1?[removed]"),
    (re.compile(r"(?i)\b(bearer|basic|digest|negotiate)\s+[a-z0-9._~+/=-]{6,}"), r"\1 [removed]"),
    (re.compile(rf"(?i)\b(\w*(?:{_WORDS}))([\"']?\s*[=:]\s*){_VALUE}"), r"\1\2[removed]"),
    (re.compile(r"(?i)\b((?:set-)?cookie\s*[=:]\s*)[^\r\n\"']+"), r"\1[removed]"),
    (re.compile(r"(?i)\b(code|token|sig|signature)([\"']?\s*[=:]\s*[\"']?)[^\s&\"',}]{6,}"),
     r"\1\2[removed]"),
    # A JSON web token by its beginning; any other by its length and mixture: ids are lower case.
    (re.compile(r"\beyJ[\w-]{4,}\.[\w-]{4,}(?:\.[\w-]*)?(?:\.[\w.-]*)?"), "[token removed]"),
    (re.compile(r"(?<![\w-])(?=[\w-]{0,200}?\d)(?=[\w-]{0,200}?[a-z])(?=[\w-]{0,200}?[A-Z])"
                r"[\w-]{40,}"), "[token removed]"),
    (re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(\.[\w-]{1,64})+"), "[mail removed]"),
)  # fmt: skip
# Wherever one may begin; how far it goes, its check says: words follow it without a seam.
_IBAN = re.compile(
    rf"\b(?=([A-Z]{{2}}{BETWEEN}?\d{{2}}(?:{BETWEEN}?[A-Z0-9]){{11,30}}))", re.IGNORECASE
)
_SIGNS = re.compile(rf"{BETWEEN}|([A-Za-z0-9])")
_SHORTEST_IBAN = 15
# Country and check digits come last where the check is made.
_CHECKED_LAST = 4
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
    for start, end in reversed(tuple(_ibans(text))):
        text = f"{text[:start]}[account removed]{text[end:]}"
    for start, end in reversed(tuple(card_numbers(text))):
        text = f"{text[:start]}[number removed]{text[end:]}"
    return _DIGITS.sub("[number removed]", text)


def _ibans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each account number begins and ends."""
    covered = 0
    for match in _IBAN.finditer(text):
        start, most = match.span(1)
        end = _end_of_iban(text, start, most) if start >= covered else 0
        if end:
            covered = end
            yield start, end


def _end_of_iban(text: str, start: int, most: int) -> int:
    """Return where the account number at *start* ends; 0 where none of its ends passes the check."""
    found = count = rest = head = 0
    head_digits = ""
    for place in _SIGNS.finditer(text, start, most):
        sign = place[1]
        if sign is None:
            continue
        count += 1
        # With letters among them four signs stand for more than digits: the check tells an id apart.
        digits = str(int(sign, 36))
        if count <= _CHECKED_LAST:
            head_digits += digits
            head = int(head_digits)
            continue
        rest = int(f"{rest}{digits}") % 97
        is_last = not text[place.end() : place.end() + 1].isalnum()
        if is_last and count >= _SHORTEST_IBAN:
            passes = (rest * 10 ** len(head_digits) + head) % 97 == 1
            found = place.end() if passes else found
    return found
