"""Chooses the language and puts its catalogue in place, before anything is said."""

from __future__ import annotations

import json
import locale
import logging
import os
import sys
from collections.abc import Mapping

from wrapup_desk.application.base.settings import LanguageChoice
from wrapup_desk.domain.language.hyphens import Hyphens
from wrapup_desk.domain.language.texts import Catalogue, use_catalogue
from wrapup_desk.resource_files import ResourceMissing, resource

log = logging.getLogger(__name__)

# Says it for one run, where the settings leave it to the system.
VARIABLE = "WRAPUP_DESK_LANGUAGE"
_VARIABLES = (VARIABLE, "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
TRANSLATED = ("de", "ja")
# The languages with words wider than a narrow window, and the patterns by which they part them.
_HYPHENS = {"de": "hyph-de-1996.pat.txt"}
_DAMAGED = (ValueError, LookupError, TypeError, AttributeError)


def use_language(choice: LanguageChoice, environment: Mapping[str, str] = os.environ) -> Catalogue:
    """Say everything in the chosen language from now on; return its catalogue.

    A catalogue that is missing or damaged leaves English, and a line in the log.
    """
    language = language_of(choice, environment)
    catalogue = Catalogue()
    if language in TRANSLATED:
        try:
            catalogue = read_catalogue(language)
        except (ResourceMissing, OSError, *_DAMAGED) as error:
            log.warning("the texts for %s cannot be read: %s", language, error)
    use_catalogue(catalogue)
    return catalogue


def language_of(choice: LanguageChoice, environment: Mapping[str, str] = os.environ) -> str:
    """Return the code of the language to use; English where the system's is none of ours."""
    wanted = _system_language(environment) if choice is LanguageChoice.SYSTEM else choice.value
    language = wanted.partition(":")[0].partition("_")[0].partition("-")[0].lower()
    return language if language in TRANSLATED else "en"


def read_catalogue(language: str) -> Catalogue:
    """Read the texts of a language as `dev.py translations` wrote them.

    Raises:
        ResourceMissing, OSError, ValueError, LookupError, TypeError, AttributeError: they cannot
            be read, or are no texts.
    """
    raw = json.loads(_read(f"{language}.json"))
    forms = {text: tuple(said) for text, said in raw["forms"].items()}
    patterns = _read(_HYPHENS[language]) if language in _HYPHENS else ""
    return Catalogue(language, raw["texts"], forms, Hyphens(patterns))


def _read(name: str) -> str:
    return resource("languages", name).read_text(encoding="utf-8")


def _system_language(environment: Mapping[str, str]) -> str:
    if said := environment.get(VARIABLE, ""):
        return said
    if sys.platform == "win32":
        import ctypes

        # Windows' own answer: what its menus are in, whatever the formats are.
        number = ctypes.windll.kernel32.GetUserDefaultUILanguage()
        return locale.windows_locale.get(number, "")
    return next((said for each in _VARIABLES if (said := environment.get(each, ""))), "")
