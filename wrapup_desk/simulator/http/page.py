"""The simulator's plain HTML: a frame for its pages, and the record as a table."""

import html
from collections.abc import Mapping, Sequence
from typing import Any

_STYLE = """
body{font:15px/1.5 system-ui,sans-serif;margin:24px;color:#171a21;background:#f4f5f7}
table{border-collapse:collapse;background:#fff;width:100%}
th,td{text-align:left;padding:6px 10px;border-bottom:1px solid #e1e4ea;vertical-align:top}
form{display:inline}button,.button{font:inherit;padding:3px 10px;border:1px solid #3451d1;
border-radius:8px;background:#e8ecfb;color:#3451d1;cursor:pointer;text-decoration:none}
button:focus-visible,.button:focus-visible{outline:3px solid #3451d1;outline-offset:2px}
ul.plain{list-style:none;padding:0}ul.plain li{margin:10px 0}
"""

# What a person can do to a leg in each state
_BUTTONS = {
    "alerting": ("answer",),
    "connected": ("hold", "hangup"),
    "held": ("retrieve", "hangup"),
    "acw": ("complete",),
}
_LABELS = {
    "answer": "Answer",
    "hold": "Hold",
    "retrieve": "Retrieve",
    "hangup": "Hang up",
    "complete": "Complete",
}
_COLUMNS = ("Agent", "Interaction", "State", "Code", "Expected", "Completed", "")


def page(title: str, body: str, *, refresh_seconds: int | None = None) -> str:
    """One whole page; *title* is escaped, *body* is HTML."""
    refresh = f'<meta http-equiv="refresh" content="{refresh_seconds}">' if refresh_seconds else ""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f"{refresh}<title>{html.escape(title)}</title><style>{_STYLE}</style></head>"
        f"<body><h1>{html.escape(title)}</h1>{body}</body></html>"
    )


def record_page(record: Mapping[str, Any]) -> str:
    """The record for a person, with the buttons of the other side."""
    heads = "".join(f"<th scope='col'>{html.escape(name)}</th>" for name in _COLUMNS)
    rows = "".join(_row(leg) for leg in reversed(record["legs"]))
    finished = "All conversations have been played." if record["finished"] else ""
    body = (
        f"<p>{len(record['legs'])} legs. {finished} "
        "<a href='/simulator/record'>The same as JSON</a>.</p>"
        f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )
    return page("Simulated contact centre", body, refresh_seconds=2)


def codes_page(communication_id: str, title: str, codes: Sequence[tuple[str, str]]) -> str:
    """The codes of a leg as buttons; no refresh, so that nobody is interrupted."""
    items = "".join(
        f'<li><button name="code" value="{html.escape(code_id)}">{html.escape(name)}</button></li>'
        for code_id, name in codes
    )
    body = (
        f'<form method="post" action="/simulator/legs/{html.escape(communication_id)}/code">'
        f'<ul class="plain">{items}</ul></form><p><a href="/">Back</a></p>'
    )
    return page(f"Wrap-up code for {title}", body)


def _row(leg: Mapping[str, Any]) -> str:
    final = leg["codes"][-1] if leg["codes"] else None
    code = f"{final['code_name']} (by {final['via']}, {final['while']})" if final else ""
    completed = f"{leg['completed_at']} by {leg['completed_by']}" if leg["completed_at"] else ""
    cells = (
        leg["agent"],
        f"{leg['title']} · {leg['media']} · {leg['queue']}",
        leg["state"],
        code,
        leg["expected_code_name"] or "",
        completed,
    )
    columns = "".join(f"<td>{html.escape(str(cell))}</td>" for cell in cells)
    return f"<tr>{columns}<td>{_buttons(leg)}</td></tr>"


def _buttons(leg: Mapping[str, Any]) -> str:
    path = f"/simulator/legs/{leg['communication_id']}"
    takes_code = leg["state"] in {"connected", "held", "acw", "complete"}
    choose = f' <a href="{path}/codes">Choose code</a>' if takes_code else ""
    buttons = " ".join(
        f'<form method="post" action="{path}/{action}">'
        f'<button aria-label="{_LABELS[action]}: {html.escape(leg["agent"])}">{_LABELS[action]}'
        "</button></form>"
        for action in _BUTTONS.get(leg["state"], ())
    )
    return buttons + choose
