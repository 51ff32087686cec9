"""Cuts talk into sentences, in languages that put blanks between words and in Japanese."""

from __future__ import annotations

import re
from collections.abc import Iterator

# A sentence that goes on for longer is cut where a clause begins: speech has few full stops.
LONGEST = 240
_SHORTEST_CLAUSE = 24

_MONTHS = (
    "jan|feb|mär|maer|mar|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|dez|dec"  # the first three signs
)
_NO_END = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|prof|st|no|nr|vs|approx|ca|bzw|usw|etc|evtl|inkl|tel|hr|fr|art|abs|str"
    r"|p\.m|a\.m|e\.g|i\.e|z\.b|d\.h|u\.a|z)|(?<![^\W_])[^\W\d_])\.$",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"(?<!\d)\d{1,2}\.$")
_MONTH_FOLLOWS = re.compile(rf"\s*(?:{_MONTHS})", re.IGNORECASE)
_END = re.compile(r"[。\uff01\uff1f]+|[.!?…]+[\"'”\u2019)]*(?=\s|$)|\n+")
_CLAUSE = re.compile(
    r"[,;:]\s+|(?<=[、\uff1b])|\s+(?=(?:and|but|because|so that|then|und|aber|weil|denn|sondern)\s)"
)
# What people begin with and mean nothing by; each is followed by something that ends it.
_FILLER = re.compile(
    r"(?:(?:h(?:i|ello|ey)|good (?:morning|afternoon|evening)|hallo|guten (?:tag|morgen|abend)"
    r"|grüezi|servus)(?:,? (?:there|(?-i:[A-Z][\w-]+))){0,2}[,.!\s]+"
    r"|(?:dear|liebe[rs]?|sehr geehrte[rs]?)(?: (?-i:[A-Z][\w.-]*)){1,4}[,.!:\s]+"
    r"|(?:u(?:h|m)|erm?|ähm?|well|so|okay|ok|alright|all right|right|sure|yes|yeah|yep|oh|great"
    r"|perfect|excellent|actually|please|thanks|thank you|danke|bitte|ja|also|gut|na|nun|genau"
    r"|i see|you know|i mean)(?:[,.!…]+\s*|\s+(?=i\b|ich\b|we\b|wir\b|my\b|mein|so\b|well\b))"
    r"|(?:もしもし|こんにちは|お世話になっております|すみません|えっと|ええと|あの|はい|いえ|そうですね)[、。,\s]+)",
    re.IGNORECASE,
)
_MOST_FILLERS = 5


def sentences_of(text: str) -> Iterator[str]:
    """Yield the sentences of *text* as they were said, none of them longer than `LONGEST`."""
    begin = 0
    for end in _END.finditer(text):
        piece = text[begin : end.end()]
        if end.group() == "." and _goes_on(piece.rstrip(), text[end.end() : end.end() + 12]):
            continue
        yield from _short_enough(piece.strip())
        begin = end.end()
    yield from _short_enough(text[begin:].strip())


def without_fillers(sentence: str) -> str:
    """Return *sentence* without the greeting or filler it begins with; what is left is its own."""
    for _ in range(_MOST_FILLERS):
        found = _FILLER.match(sentence)
        if found is None:
            break
        sentence = sentence[found.end() :]
    return sentence.strip()


def _goes_on(piece: str, rest: str) -> bool:
    """Whether the full stop is that of an abbreviation, or of a day of the month."""
    tail = piece[-12:]
    if _NO_END.search(tail):
        return True
    return bool(_ORDINAL.search(tail) and _MONTH_FOLLOWS.match(rest))


def _short_enough(sentence: str) -> Iterator[str]:
    if len(sentence) <= LONGEST:
        if sentence:
            yield sentence
        return
    begin, last = 0, 0
    for clause in _CLAUSE.finditer(sentence):
        if clause.end() - begin > LONGEST and last > begin:
            yield sentence[begin:last].strip()
            begin = last
        if clause.end() - begin >= _SHORTEST_CLAUSE:
            last = clause.end()
    rest = sentence[begin:]
    while len(rest) > LONGEST:
        # Nowhere to cut: between two words, or between two signs where there are no words.
        at = rest.rfind(" ", _SHORTEST_CLAUSE, LONGEST)
        at = at if at > 0 else LONGEST
        yield rest[:at].strip()
        rest = rest[at:]
    if rest.strip():
        yield rest.strip()
