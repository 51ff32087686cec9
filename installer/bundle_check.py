"""Proves that a bundle runs on a plain Windows: no Wine DLL in it, and nothing missing from it."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

# What every Windows 10 and 11 has in System32, of all that Qt and Python ask for.
# fmt: off
SYSTEM_DLLS = frozenset((
    "advapi32", "authz", "bcrypt", "bcryptprimitives", "cfgmgr32", "comctl32", "comdlg32",
    "crypt32", "d3d11", "d3d12", "d3d9", "dnsapi", "dwmapi", "dwrite", "dxgi", "gdi32",
    "icuuc", "imm32", "iphlpapi", "kernel32", "mpr", "mscms", "mswsock", "ncrypt", "netapi32",
    "ntdll", "ole32", "oleaut32", "powrprof", "propsys", "psapi", "rpcrt4", "secur32",
    "setupapi", "shcore", "shell32", "shlwapi", "uiautomationcore", "user32", "userenv",
    "uxtheme", "version", "winhttp", "wininet", "winmm", "winspool.drv", "wintrust", "ws2_32",
    "wsock32", "wtsapi32",
))
# fmt: on
_MACHINE_X64 = 0x8664
_IMPORTS, _DELAYED_IMPORTS = 1, 13
_BINARIES = {".dll", ".pyd", ".exe"}


def problems(bundle: Path, wheels: Path) -> list[str]:
    """Return what is wrong with *bundle*, one line each; *wheels* has the reader of binaries."""
    pefile = _pefile(wheels)
    binaries = sorted(path for path in bundle.rglob("*") if path.suffix.lower() in _BINARIES)
    own = {path.name.lower() for path in binaries}
    found = [] if binaries else [f"{bundle}: there is no program in it"]
    for path in binaries:
        found += [f"{path.relative_to(bundle)}: {trouble}" for trouble in _of(path, own, pefile)]
    return found


def _pefile(wheels: Path) -> ModuleType:
    """Return pefile from its locked wheel, which Python can import as it is."""
    wheel = str(next(wheels.glob("pefile-*.whl")))
    if wheel not in sys.path:
        sys.path.append(wheel)
    return importlib.import_module("pefile")


def _of(path: Path, own: set[str], pefile: ModuleType) -> list[str]:
    content = path.read_bytes()
    if b"Wine builtin DLL" in content[:4096] or b"Wine placeholder DLL" in content[:4096]:
        return ["is a DLL of Wine"]
    image = pefile.PE(data=content, fast_load=True)
    if image.FILE_HEADER.Machine != _MACHINE_X64:
        return ["is not for x86-64"]
    image.parse_data_directories(directories=[_IMPORTS, _DELAYED_IMPORTS])
    needed: set[str] = set()
    for table in ("DIRECTORY_ENTRY_IMPORT", "DIRECTORY_ENTRY_DELAY_IMPORT"):
        needed |= {entry.dll.decode().lower() for entry in getattr(image, table, [])}
    return [f"needs {name}" for name in sorted(needed) if not _is_there(name, own)]


def _is_there(name: str, own: set[str]) -> bool:
    if name in own or name.startswith("api-ms-win-"):
        return True
    return name in SYSTEM_DLLS or name.removesuffix(".dll") in SYSTEM_DLLS
