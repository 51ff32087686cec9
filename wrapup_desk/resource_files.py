"""Finds the files that come with the program: icons, fonts, style sheets, the language table."""

from __future__ import annotations

from pathlib import Path

from wrapup_desk.domain.language.texts import tr

_PACKAGE = Path(__file__).resolve().parent
# A wheel and the installer carry the files inside the package; a checkout beside it.
_PLACES = (_PACKAGE / "resources", _PACKAGE.parent / "resources")
# The documents a person may open from the window, the first one first.
HELP_PAGES = ("agents", "supervisors", "troubleshooting", "admin", "backend", "doctor")
_HELP_PLACES = (_PACKAGE / "resources" / "help", _PACKAGE.parent / "docs")


class ResourceMissing(Exception):
    """A file that belongs to the program is not there: the installation is damaged."""


def resource(*parts: str) -> Path:
    """Return the path of a bundled file, such as `resource("icons", "phone.svg")`.

    Raises:
        ResourceMissing: no place has the file.
    """
    return _found(_PLACES, parts)


def help_page(name: str) -> Path:
    """Return the path of a page of the help, one of `HELP_PAGES`; its pictures lie beside it.

    Raises:
        ResourceMissing: no place has the page.
    """
    return _found(_HELP_PLACES, (f"{name}.md",))


def _found(places: tuple[Path, ...], parts: tuple[str, ...]) -> Path:
    for place in places:
        path = place.joinpath(*parts)
        if path.is_file():
            return path
    name = "/".join(parts)
    raise ResourceMissing(
        tr('The program\'s file "{name}" is missing. Install WrapUp Desk again.', name=name)
    )
