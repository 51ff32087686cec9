"""Reads and writes Qt Linguist's .ts files, and the compact files that the program reads."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from pathlib import Path

from tests.languages.extraction import ROOT, SourceText
from wrapup_desk.domain.language import conventions

FOLDER = ROOT / "resources" / "languages"
TRANSLATED = {"de": "de_DE", "ja": "ja_JP"}


@dataclass(slots=True)
class Translations:
    """One language: what each source text is, one form or several; "" is not translated yet."""

    language: str
    forms: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def form_count(self) -> int:
        return conventions.of(self.language).forms

    def is_finished(self, text: str) -> bool:
        return text in self.forms and all(self.forms[text])


def ts_path(language: str) -> Path:
    return FOLDER / f"{language}.ts"


def json_path(language: str) -> Path:
    return FOLDER / f"{language}.json"


def read_ts(language: str) -> Translations:
    """Return what the file of *language* has; nothing where there is none yet."""
    found = Translations(language)
    path = ts_path(language)
    if not path.exists():
        return found
    for message in ET.parse(path).getroot().iter("message"):
        translation = message.find("translation")
        if translation is None or translation.get("type") in ("vanished", "obsolete"):
            continue
        is_open = translation.get("type") == "unfinished"
        forms = [each.text or "" for each in translation.findall("numerusform")]
        said = tuple(forms or [translation.text or ""])
        text = message.findtext("source") or ""
        found.forms[text] = ("",) * len(said) if is_open else said
    return found


def write_ts(texts: list[SourceText], translations: Translations) -> None:
    """Write all *texts*, new ones as unfinished; what the program no longer says is gone."""
    root = ET.Element("TS", version="2.1", language=TRANSLATED[translations.language])
    root.set("sourcelanguage", "en")
    contexts: dict[str, ET.Element] = {}
    for each in texts:
        if each.folder not in contexts:
            contexts[each.folder] = ET.SubElement(root, "context")
            ET.SubElement(contexts[each.folder], "name").text = each.folder
        _add_message(contexts[each.folder], each, translations)
    ET.indent(root, "    ")
    head = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'
    text = head + ET.tostring(root, encoding="unicode") + "\n"
    ts_path(translations.language).write_text(text, encoding="utf-8", newline="\n")


def _add_message(context: ET.Element, each: SourceText, translations: Translations) -> None:
    message = ET.SubElement(context, "message")
    ET.SubElement(message, "location", filename=f"../../{each.path}")
    ET.SubElement(message, "source").text = each.text
    translation = ET.Element("translation")
    count = translations.form_count if each.one else 1
    said = translations.forms.get(each.text, ())
    if len(said) != count or not all(said):
        translation.set("type", "unfinished")
        said = said if len(said) == count else ("",) * count
    if each.one:
        message.set("numerus", "yes")
        ET.SubElement(message, "extracomment").text = f"One: {each.one}"
        for form in said:
            ET.SubElement(translation, "numerusform").text = form
    else:
        translation.text = said[0]
    message.append(translation)


def compact(texts: list[SourceText], translations: Translations) -> str:
    """Return what the program reads: finished texts only, the rest is said in English."""
    said = [each for each in texts if translations.is_finished(each.text)]
    forms = translations.forms
    content = {
        "texts": {each.text: forms[each.text][0] for each in said if not each.one},
        "forms": {each.text: list(forms[each.text]) for each in said if each.one},
    }
    return json.dumps(content, ensure_ascii=False, indent=0, sort_keys=True) + "\n"
