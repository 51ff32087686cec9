"""Builds the address at which Genesys Cloud itself shows a conversation."""

from __future__ import annotations

from urllib.parse import quote


def conversation_link(template: str, domain: str, conversation_id: str) -> str:
    """Return *template* filled in; "" where there is none, or no region as on the simulator."""
    if not template or not conversation_id or ("{domain}" in template and not domain):
        return ""
    filled = template.replace("{domain}", domain)
    return filled.replace("{conversationId}", quote(conversation_id, safe="-"))
