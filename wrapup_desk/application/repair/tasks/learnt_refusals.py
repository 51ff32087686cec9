"""Learns from the first refusals that an organisation takes no such change, and says so after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from wrapup_desk.domain.interaction import Media
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.repair.correction import Correction, CorrectionState, Try, most_telling
from wrapup_desk.domain.submission import ServerReply

# So many legs in a row refused alike are the organisation's rule, not the leg's own trouble.
LEARNT_AFTER = 3
# Of the legs after that, one in so many is tried all the same: a rule may end, or hold for some.
_TRIED_EVERY = 10
# What says that somebody will not; a leg that is gone, or a bad request, is no rule.
_RULES = frozenset({ServerReply.NOT_PERMITTED, ServerReply.CONFLICT})

_Signature = tuple[tuple[str, ServerReply], ...]


@dataclass(slots=True)
class _Refused:
    """What the last legs of a medium were answered, and how many were answered so."""

    signature: _Signature = ()
    answer: str = ""
    count: int = 0
    spared: int = 0


@dataclass(slots=True)
class LearntRefusals:
    """Refusals by medium: whether writes can be taken at all depends on it."""

    _by_media: dict[Media, _Refused] = field(default_factory=dict)

    def answer_without_trying(self, media: Media) -> str:
        """Return what Genesys would say again; "" where the next leg is worth a try."""
        known = self._by_media.get(media)
        if known is None or known.count < LEARNT_AFTER:
            return ""
        known.spared += 1
        if known.spared % _TRIED_EVERY == 0:
            return ""
        return tr(
            "Not tried: Genesys refused the same for the {count} before. {answer}",
            count=known.count,
            answer=known.answer,
        )

    def note(self, correction: Correction) -> None:
        """Note what became of a correction that was tried."""
        if correction.state is CorrectionState.KEPT and _is_a_rule(correction.tries):
            signature = tuple((one.way, one.said) for one in correction.tries)
            known = self._by_media.setdefault(correction.media, _Refused())
            if known.signature != signature:
                known.signature, known.count = signature, 0
            known.count += 1
            known.answer = most_telling(correction.tries)
        elif correction.state.changed_the_record:
            self._by_media.pop(correction.media, None)


def _is_a_rule(tries: Sequence[Try]) -> bool:
    said = {one.said for one in tries}
    return bool(said & _RULES) and said <= _RULES | {ServerReply.NOT_FOUND}
