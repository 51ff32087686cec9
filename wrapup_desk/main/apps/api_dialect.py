"""Chooses which API codes are written by: Genesys Cloud's own, or a gateway's dialect."""

from __future__ import annotations

from collections.abc import Mapping

import httpx

from wrapup_desk.adapters.genesys.http.regions import ServiceAddress
from wrapup_desk.application.base.ports import Clock, ContactCentre
from wrapup_desk.application.base.settings import Dialect, Settings, SettingsError
from wrapup_desk.domain.language.texts import tr

# Environment variables only: secrets are never written to a file.
CLIENT_ID_VARIABLE = "WRAPUP_DESK_GATEWAY_CLIENT_ID"
CLIENT_SECRET_VARIABLE = "WRAPUP_DESK_GATEWAY_CLIENT_SECRET"


def centre_for_dialect(
    settings: Settings,
    cloud: ContactCentre,
    address: ServiceAddress,
    line: tuple[httpx.AsyncClient, Clock],
    environment: Mapping[str, str],
) -> ContactCentre:
    """Return *cloud*, or in the other dialect a centre whose codes go through the gateway.

    Raises:
        SettingsError: the gateway is chosen, and its client ID or secret is not set.
    """
    if settings.dialect is Dialect.GENESYS_CLOUD:
        return cloud
    # Here and not at the top: hardly any connection needs it.
    from wrapup_desk.adapters.interaction_actions import (
        Gateway,
        GatewayAccess,
        InteractionActionsCentre,
    )

    client_id = environment.get(CLIENT_ID_VARIABLE, "")
    secret = environment.get(CLIENT_SECRET_VARIABLE, "")
    if not client_id or not secret:
        raise SettingsError(
            tr(
                '"dialect" is "{dialect}", which needs the gateway\'s client ID and secret'
                " in the environment variables {id_variable} and"
                " {secret_variable}",
                dialect=settings.dialect.value,
                id_variable=CLIENT_ID_VARIABLE,
                secret_variable=CLIENT_SECRET_VARIABLE,
            )
        )
    access = GatewayAccess(address.api, address.login, client_id, secret)
    http, clock = line
    return InteractionActionsCentre(cloud, Gateway(access, http, clock))
