"""Writes what was said in past conversations, so that the right code can be inferred from it."""

from random import Random

from wrapup_desk.simulator.history.history import InventedLeg
from wrapup_desk.simulator.world.organization import Organization

_OPENINGS = (
    "Hi, I hope you can help me.",
    "Good morning, it is me again.",
    "Hello, I have been waiting for a while.",
    "Hi there, quick question.",
)
_ASKS = (
    "It is about this: {text}.",
    "So what happened is this: {text}.",
    "I am contacting you because of the following: {text}.",
)
_ANSWERS = (
    "I see it here. {name}, that is what I can do for you now.",
    "Thank you. I have done that: {name}.",
    "All right, I am noting it as {name}.",
)
_CLOSINGS = ("Great, thank you.", "Perfect, that was quick.", "Okay. Goodbye then.")

_NOTES = (
    "Calls again next week.",
    "Asked twice, please look at the account.",
    "Promised a letter.",
    "Line was bad; sent the steps by mail.",
)
_TAGS = ("vip", "follow-up")


def note_beside(participant_id: str) -> str:
    """What the agent wrote beside the code: on one leg in four, the same each time."""
    number = int(participant_id[-4:], 16)
    return _NOTES[number // 4 % len(_NOTES)] if number % 4 == 0 else ""


def tags_beside(participant_id: str) -> tuple[str, ...]:
    """The tags beside the code: on one leg in sixteen."""
    number = int(participant_id[-4:], 16)
    return (_TAGS[number // 16 % len(_TAGS)],) if number % 16 == 0 else ()


def turns(
    conversation_id: str, leg: InventedLeg, organization: Organization
) -> list[tuple[str, str]]:
    """(speaker, text) of one leg, the same each time; made from the right code's words."""
    choice = Random(conversation_id)
    code = organization.code(leg.right_code_id)
    name = code.name if code else "something else"
    description = (code.description if code else "") or name
    return [
        ("customer", choice.choice(_OPENINGS)),
        ("agent", "Of course. What can I do for you?"),
        ("customer", choice.choice(_ASKS).format(text=description.lower().rstrip("."))),
        ("agent", choice.choice(_ANSWERS).format(name=name.lower())),
        ("customer", choice.choice(_CLOSINGS)),
    ]
