"""Says from the server's list of permissions what a person may do in the repair desk."""

from __future__ import annotations

from wrapup_desk.application.repair.state import Access
from wrapup_desk.domain.agent import Agent
from wrapup_desk.domain.language.texts import tr
from wrapup_desk.domain.repair.permissions import FIND, FIX, READ_WORDS
from wrapup_desk.domain.repair.person import Person


def access_of(agent: Agent) -> Access:
    """Return what *agent* may do.

    A server that does not tell its permissions leaves everything to be tried: its own refusal
    is the last word in any case.
    """
    person = Person(agent.id, agent.name)
    if not agent.permissions:
        return Access(person, may_find=True, may_fix=True, may_read_words=True)
    lacks = [names for names in (FIND, FIX, READ_WORDS) if not agent.permissions & set(names)]
    missing = tuple(names[0] for names in lacks)
    problem = ""
    if FIND in lacks:
        problem = tr(
            "{who} may not search past interactions: the permission {permission} is"
            " missing. Ask your administrator for it.",
            who=agent.name or tr("This account"),
            permission=FIND[0],
        )
    return Access(
        person,
        may_find=FIND not in lacks,
        may_fix=FIX not in lacks,
        may_read_words=READ_WORDS not in lacks,
        missing=missing,
        problem=problem,
    )
