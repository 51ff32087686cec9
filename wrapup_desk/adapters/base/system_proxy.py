"""Reads which proxy the operating system's own settings name, and whether they name a script."""

from __future__ import annotations

import sys
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

_INTERNET_SETTINGS = r"Software\Microsoft\Windows\CurrentVersion\Internet Settings"


@dataclass(frozen=True, slots=True)
class SystemProxy:
    """What the system's settings say.

    Attributes:
        proxies: scheme → proxy, as the system writes it.
        exceptions: hosts to reach without it, separated by semicolons; `<local>` is any plain name.
        has_script: a script (PAC) is to choose the proxy.
    """

    proxies: Mapping[str, str] = field(default_factory=dict)
    exceptions: str = ""
    has_script: bool = False


def read_system_proxy() -> SystemProxy:
    """Return the settings of Windows or macOS; elsewhere the environment has them all."""
    # By name: each exists on one system only. They read settings and ask no network.
    reader: Callable[[], dict[str, str]] | None = getattr(
        urllib.request, "getproxies_registry", None
    ) or getattr(urllib.request, "getproxies_macosx_sysconf", None)
    proxies = reader() if reader is not None else {}
    if sys.platform != "win32":
        return SystemProxy(proxies)
    return SystemProxy(
        proxies, str(_windows_value("ProxyOverride")), bool(_windows_value("AutoConfigURL"))
    )


def _windows_value(name: str) -> Any:
    import winreg  # only Windows has it

    open_key: Any = getattr(winreg, "OpenKey")  # noqa: B009 -- unknown to the checker elsewhere
    root: Any = getattr(winreg, "HKEY_CURRENT_USER")  # noqa: B009 -- as above
    query: Any = getattr(winreg, "QueryValueEx")  # noqa: B009 -- as above
    try:
        with open_key(root, _INTERNET_SETTINGS) as key:
            return query(key, name)[0]
    except OSError:
        return ""
