"""Makes what somebody who means harm may send: markup, nesting, signs that are none, sheer size."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from random import Random

MIB = 2**20
_UNITS = (
    "<a ", "<", "<div>", "<b>", "<b><p>", "<table>", "<ul><li>", "<a><div>", "<!--", "<![CDATA[",
    "<?", "<!DOCTYPE ", "&amp", "&#x10ffff", "&", "&#", "</", "</p>", "\0", "<script>", "<style>",
    "<title>", "<select><option>", "<svg>", '<a x="', "<a x='", '="', "\u202e\u200b", "\ud83d",
    "a\u0301", "\u200d", "\U0001f469\u200d", "word ", "\n", " ", "[", '{"a":', "é", "一", "x'",
    "<img src=\"file://host/share/x.png\">", "<qt>", "%s", "{0}", "=cmd|' /C calc'!A0;",
)  # fmt: skip
_ONCE: Mapping[str, Callable[[int], str]] = {
    "attributes": lambda size: "<a " + " ".join(f"a{at}=1" for at in range(size // 9)) + ">",
    "nested, then closed": lambda size: "<div>" * (size // 10) + "</b>" * (size // 8),
    "nested, then paragraphs": lambda size: "<div>" * (size // 10) + "<p>" * (size // 6),
    "digits": lambda size: "&#" + "9" * size + ";",
    "one word": lambda size: "x" * size,
    "picture": lambda size: f'<img src="data:image/png;base64,{"A" * size}">words',
    "many words": lambda size: " ".join(f"w{at * 7919 % 99991:x}" for at in range(size // 6)),
}


def hostile_texts(size: int) -> dict[str, str]:
    """Return each kind of hostile text, about *size* signs long."""
    repeated = {repr(unit): unit * (size // len(unit) + 1) for unit in _UNITS}
    return repeated | {name: make(size) for name, make in _ONCE.items()}


def random_text(random: Random, most: int) -> str:
    """Return pieces of hostile texts strung together by chance; mostly short, sometimes long."""
    size = int(most ** random.random())
    pieces: list[str] = []
    while size > 0:
        piece = random.choice(_UNITS) * random.choice((1, 1, 2, 30, 3000))
        pieces.append(piece[:size])
        size -= len(piece)
    return "".join(pieces)


def as_json(body: object) -> bytes:
    """Return *body* as JavaScript would write it: halves of signs as escapes."""
    return json.dumps(body).encode()
