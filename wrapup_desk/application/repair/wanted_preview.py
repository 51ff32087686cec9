"""Works out what a list of conversations, each with the code it is to get, would do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from wrapup_desk.application.repair.leg_index import LegIndex
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.repair.change_plan import BadPlan, WantedCode
from wrapup_desk.domain.repair.preview import IncrementalPreview, Preview
from wrapup_desk.domain.wrapup import WrapupCode


def preview_wanted(
    legs: LegIndex, wanted: Sequence[WantedCode], *, leaves_out_dialer: bool
) -> Preview:
    """Return what giving each leg of *legs* its wanted code would do.

    Raises:
        BadPlan: a code is not known, a conversation was not found, or has several legs of agents
            and the list does not name one.
    """
    by_name: dict[str, list[WrapupCode]] = defaultdict(list)
    for code in legs.directory.codes.values():
        by_name[code.name.casefold()].append(code)
    rows: dict[str, list[int]] = defaultdict(list)
    for row in range(len(legs)):
        rows[legs.table.key(row).conversation_id].append(row)
    preview = IncrementalPreview(legs.directory, leaves_out_dialer=leaves_out_dialer)
    for one in wanted:
        known = legs.directory.codes.get(one.to_code)
        codes = [known] if known is not None else by_name[one.to_code.casefold()]
        if len(codes) != 1:
            if codes:
                raise BadPlan(tr("several codes are called “{code}”.", code=one.to_code))
            raise BadPlan(tr("no active code is called “{code}”.", code=one.to_code))
        row = _row(legs, one, rows[one.conversation_id])
        preview.add(legs.candidate(row, codes[0]))
    return preview.so_far()


def _row(legs: LegIndex, one: WantedCode, rows: Sequence[int]) -> int:
    if one.communication_id:
        rows = [
            row for row in rows if legs.table.key(row).communication_id == one.communication_id
        ]
    if not rows:
        raise BadPlan(
            tr(
                "Conversation {conversation_id} was not found, or has no such leg.",
                conversation_id=one.conversation_id,
            )
        )
    if len(rows) > 1:
        raise BadPlan(
            tr(
                "Conversation {conversation_id} has {count} legs of agents: name the"
                " one meant in a column “communication”.",
                conversation_id=one.conversation_id,
                count=len(rows),
            )
        )
    return rows[0]
