"""Lets the program speak another language for a while."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from wrapup_desk.application.base.settings import LanguageChoice
from wrapup_desk.domain.language.texts import Catalogue, use_catalogue
from wrapup_desk.main.language import use_language


@contextmanager
def speaking(language: LanguageChoice) -> Iterator[None]:
    """Speak *language*, and English again afterwards."""
    use_language(language)
    try:
        yield
    finally:
        use_catalogue(Catalogue())
