"""Says where the settings lead: a region of Genesys Cloud, or a simulator on this computer."""

from __future__ import annotations

from wrapup_desk.adapters.genesys.http.regions import ServiceAddress, address_of, demo_address
from wrapup_desk.application.base.settings import Settings

# Where nobody has chosen a region yet; only the sign-in card can be used then.
DEFAULT_REGION = "us-east-1"


def address_in(settings: Settings) -> ServiceAddress:
    """Return where the settings lead: a region, or a simulator on this computer.

    Raises:
        UntrustedAddress: neither.
    """
    if settings.api_url:
        return demo_address(settings.api_url, settings.login_url)
    return address_of(settings.region or DEFAULT_REGION)
