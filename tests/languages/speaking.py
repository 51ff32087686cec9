"""Lets the program speak another language for a while."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.languages.pseudo import pseudo_catalogue
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


@contextmanager
def speaking_longer() -> Iterator[None]:
    """Speak the language whose texts are 40 % longer, and English again afterwards."""
    use_catalogue(pseudo_catalogue())
    try:
        yield
    finally:
        use_catalogue(Catalogue())
