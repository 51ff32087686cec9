"""Finds the files that come with the program: icons, fonts, style sheets, the language table."""

from __future__ import annotations

from pathlib import Path

from wrapup_desk.domain.language.texts import language_in_use, tr

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
    """Return the path of a page of the help, one of `HELP_PAGES`; its pictures lie where it says.

    In the language in use where the page was written in it, else in English.

    Raises:
        ResourceMissing: no place has the page.
    """
    translated = _first(_HELP_PLACES, (language_in_use(), f"{name}.md"))
    return translated or _found(_HELP_PLACES, (f"{name}.md",))


def _first(places: tuple[Path, ...], parts: tuple[str, ...]) -> Path | None:
    paths = (place.joinpath(*parts) for place in places)
    return next((path for path in paths if path.is_file()), None)


def _found(places: tuple[Path, ...], parts: tuple[str, ...]) -> Path:
    path = _first(places, parts)
    if path is not None:
        return path
    name = "/".join(parts)
    raise ResourceMissing(
        tr('The program\'s file "{name}" is missing. Install WrapUp Desk again.', name=name)
    )
