"""Names the people of the simulated past: agents beyond today's, and customers."""

from random import Random

from wrapup_desk.simulator.world.organization import User, agents

_AGENT_NAMES = (
    "Sam Agent", "Mia Novak", "Tariq Hassan", "Lena Fischer", "Noah Byrne", "Ines Costa",
    "Priya Nair", "Oliver Grant", "Hana Sato", "Kofi Mensah", "Elif Demir", "Jonas Weber",
    "Amara Okafor", "Lucas Moreau", "Sofia Rossi", "Ethan Clarke", "Yara Haddad", "Ben Whitlam",
    "Chloe Tran", "Mateo Silva", "Freya Larsen", "Arjun Patel", "Zoe Papadakis", "Liam O'Connor",
)  # fmt: skip
_FIRST = (
    "Anna", "Bruno", "Carla", "Dmitri", "Esther", "Farid", "Greta", "Hugo", "Irene", "Jack",
    "Kim", "Lotte", "Marco", "Nadia", "Omar", "Paula", "Quentin", "Rosa", "Stefan", "Tess",
)  # fmt: skip
_LAST = (
    "Abbott", "Becker", "Castillo", "Dupont", "Evans", "Fernandes", "Garcia", "Hughes", "Ivanov",
    "Jensen", "Kowalski", "Lindqvist", "Murphy", "Nakamura", "Oliveira", "Petrov", "Rahman",
    "Schmidt", "Taylor", "Vargas",
)  # fmt: skip


def past_agents(today: list[User]) -> list[User]:
    """Today's agents and others who took part in the past, the same each time."""
    known = {agent.id for agent in today}
    others = [agent for agent in agents(len(_AGENT_NAMES), _AGENT_NAMES) if agent.id not in known]
    return [*today, *others]


def customer(choice: Random) -> tuple[str, str]:
    """A customer's name and phone number."""
    name = f"{choice.choice(_FIRST)} {choice.choice(_LAST)}"
    # A range the Australian regulator keeps for fiction
    return name, f"+6125550{choice.randrange(10_000):04d}"
