"""Reads, for the self-test, the texts and the help of each language, as they are installed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from wrapup_desk.domain.language.texts import Catalogue, language_in_use, use_catalogue
from wrapup_desk.main.language import TRANSLATED, read_catalogue
from wrapup_desk.resource_files import HELP_PAGES
from wrapup_desk.ui.dialogs.help_window import HelpPage


def try_languages() -> str:
    """Read each catalogue; return how many texts each has."""
    counts = {language: len(read_catalogue(language).texts) for language in TRANSLATED}
    if not all(counts.values()):
        raise RuntimeError(f"a language without texts: {counts}")
    return ", ".join(f"{language} {count}" for language, count in counts.items())


def try_help() -> str:
    """Open every page of the help in each language; return how the first one begins in each.

    Raises:
        RuntimeError: a page is empty, or a picture in it cannot be shown.
    """
    titles = []
    for language in ("en", *TRANSLATED):
        with _speaking(language):
            titles.append(_first_title())
    return "; ".join(titles)


def _first_title() -> str:
    page = HelpPage()
    beginnings = []
    for name in HELP_PAGES:
        page.show_page(name)
        text = page.toPlainText().strip()
        if not text:
            raise RuntimeError(f"the page {name} is empty")
        beginnings.append(text.splitlines()[0])
        lost = sorted(each for each in page.pictures if not page.has_picture(each))
        if lost:
            raise RuntimeError(f"the page {name} lacks {', '.join(lost)}")
    page.deleteLater()
    return beginnings[0]


@contextmanager
def _speaking(language: str) -> Iterator[None]:
    """Speak *language* meanwhile, and again what was spoken before."""
    before = language_in_use()
    use_catalogue(_catalogue_of(language))
    try:
        yield
    finally:
        use_catalogue(_catalogue_of(before))


def _catalogue_of(language: str) -> Catalogue:
    return read_catalogue(language) if language in TRANSLATED else Catalogue()
