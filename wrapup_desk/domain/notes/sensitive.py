"""Says what is never drafted: numbers of cards, codes and passwords, and answers to who asks for them."""

from __future__ import annotations

import re

from wrapup_desk.domain.privacy.card_data import has_card_data, may_begin_card

_SECRET = (
    r"(?:pass\s?(?:word|code|phrase)|\bpin\b|pin[- ](?:code|number|nummer)|cvv2?|cvc2?|csc"
    r"|security (?:code|number|question|answer)|verification code|one[- ]time (?:code|password)|\botp\b"
    r"|card number|credit card|debit card|expir(?:y|ation)|social security|\bssn\b|date of birth"
    r"|birth ?date|birthday|mother'?s maiden|account number|sort code|routing number|\biban\b|\btan\b"
    r"|passwor[dt]|kennwort|geheimzahl|prüf(?:ziffer|nummer)|sicherheits(?:code|frage|nummer)"
    r"|karten(?:nummer|daten)|ablaufdatum|gültig(?:keit)? bis|geburtsdatum|kontonummer|mädchenname"
    r"|sozialversicherung"
    r"|パスワード|暗証番号|暗証|セキュリティコード|確認コード|認証コード|カード番号|有効期限|生年月日|口座番号)"
)
_NAMES_SECRET = re.compile(_SECRET, re.IGNORECASE)
_TELLS_SECRET = re.compile(
    rf"{_SECRET}.{{0,24}}?(?:\b(?:is|was|are|ist|lautet|war|heißt|equals)\b|[:=]|は|が)",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"[?\uff1f]|か[。\s]*$|\b(?:tell|give|need|enter|confirm|provide|read|spell|what|may i|can i|could i|could you"
    r"|nennen|sagen|geben|brauche|benötige|wie lautet|bitte)\b|ください|お願い|教えて|いただけ",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_SPOKEN_DIGIT = (
    r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple"
    r"|null|eins|zwei|zwo|drei|vier|fünf|sechs|sieben|acht|neun)"
)
# So many digits one after the other are a number that belongs to somebody.
_SPELT_OUT = re.compile(rf"\b(?:{_SPOKEN_DIGIT}[\s,.-]+){{5,}}{_SPOKEN_DIGIT}\b", re.IGNORECASE)
_GROUPS = re.compile(r"\d{3,}")
_LETTERS = re.compile(r"[^\W\d_]")
_FEWEST_DIGITS = 4


def asks_for_secret(text: str) -> bool:
    """Whether whoever says *text* wants to be told what nobody may write down."""
    return bool(_NAMES_SECRET.search(text) and _ASKS.search(text))


def is_secret(sentence: str) -> bool:
    """Whether *sentence* holds, or begins, what may be in no note."""
    if has_card_data(sentence) or may_begin_card(sentence) or _SPELT_OUT.search(sentence):
        return True
    if _NAMES_SECRET.search(sentence) is None:
        return False
    return bool(_DIGIT.search(sentence) or _TELLS_SECRET.search(sentence))


def is_bare_number(sentence: str) -> bool:
    """Whether *sentence* is little but digits: a number that is dictated."""
    digits = len(_DIGIT.findall(sentence))
    return digits >= _FEWEST_DIGITS and digits >= len(_LETTERS.findall(sentence))


def digit_groups(text: str) -> frozenset[str]:
    """Return the groups of digits of a secret, by which it is known again when it is repeated."""
    return frozenset(_GROUPS.findall(text))
