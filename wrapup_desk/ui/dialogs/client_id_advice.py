"""Says what helps whoever enters the client ID: where it comes from, and what one looks like."""

from __future__ import annotations

from wrapup_desk.domain.identifiers import is_guid
from wrapup_desk.domain.language.texts import tr


def advice_on(client_id: str) -> str:
    """Return what helps with the client ID as it is entered so far."""
    if not client_id or is_guid(client_id):
        return tr("Your Genesys administrator gives you both. You enter them once.")
    return tr(
        "A client ID looks like 1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed; this one does not. Copy it"
        " whole, without quotation marks.",
    )
