"""Limits and cleans text that people outside wrote: how long it may be, and which signs stay."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

# Names of people, queues, codes and skills; longer ones are cut.
LONGEST_NAME = 300
# Descriptions of codes, values of attributes.
LONGEST_DETAIL = 4_000
# Notes on record. They are compared with ours, so the limit is beyond what Genesys takes.
LONGEST_NOTE = 100_000
# One spoken phrase, message or mail: what comes after this adds cost, not meaning.
LONGEST_UTTERANCE = 4_000
# All that is read at once: the recommender gets it in one turn of the event loop.
LONGEST_READING = 5_000
# How many there may be of what one conversation lists.
MOST_ATTRIBUTES = 200
MOST_SKILLS = 50
MOST_MESSAGES = 1_000
MOST_UTTERANCES = 500
MOST_CODES = 5_000

_ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
# Halves of a sign that was cut in two: neither files nor databases can hold them.
_LONE_HALVES = re.compile("[\ud800-\udfff]")
# Control characters but tab and line ends; PostgreSQL refuses the first of them.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# What turns the direction of all that follows, of our own words on the same line as well.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
# Kinds of signs that show nothing on their own: white space, format characters, marks to join to
# others; and letters and symbols that are blank.
_UNSEEN = frozenset({"Cc", "Cf", "Mn", "Zs", "Zl", "Zp"})
_FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
# What support needs at the end of a refusal, in any language: status, Genesys' own code, the
# request's id. An address of four numbers is none.
_TRACES = re.compile(
    r"(?:: |\uff1a)[1-5][0-9]{2}(?> [\w.-]*\w)?"
    r"(?:(?:, |\u3001)[^,.:\u3001\u3002]{1,40} [0-9A-Za-z-]+)?(?=[.\u3002](?!\d))",
    re.ASCII,
)


def without_traces(reason: str) -> str:
    """Return why something was refused, in words alone: numbers and ids are for support."""
    return _TRACES.sub("", reason)


def one_line(text: str, most: int = LONGEST_NAME) -> str:
    """Return *text* as one line of at most *most* signs that cannot disturb what stands beside it.

    Text of which nothing could be seen is none: whoever shows it has something better to show.
    """
    if len(text) <= most and text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    # White space may be most of it: look at more than is kept, but not at all of it.
    kept = " ".join(_TURNING.sub("", cleaned(text[: most * 4])).split())
    return _cut(kept, most) if any(map(_is_seen, kept)) else ""


def several_lines(text: str, most: int = LONGEST_UTTERANCE) -> str:
    """Return *text* with its lines, without signs that cannot be kept, cut to *most*."""
    if len(text) <= most and text.isascii() and "\0" not in text:
        return text
    return cleaned(text[:most])


def cleaned(text: str) -> str:
    """Return *text* without halves of signs and without control characters."""
    return _CONTROLS.sub(" ", _LONE_HALVES.sub("\N{REPLACEMENT CHARACTER}", text))


def shared_out(texts: Sequence[str], most: int = LONGEST_READING) -> list[str]:
    """Return *texts* cut so that all together have *most* signs: short ones whole, long ones equal."""
    left = most
    limit = {}
    by_length = sorted(range(len(texts)), key=lambda at: len(texts[at]))
    for rank, at in enumerate(by_length):
        limit[at] = min(len(texts[at]), left // (len(texts) - rank))
        left -= limit[at]
    return [text[: limit[at]] for at, text in enumerate(texts)]


def _is_seen(sign: str) -> bool:
    return unicodedata.category(sign) not in _UNSEEN and sign not in _FILLERS


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + _ELLIPSIS
