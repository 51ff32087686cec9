"""Brings the translations up to date with the program's texts: `python3 dev.py translations`."""

from __future__ import annotations

import sys

from tests.languages.extraction import Unsayable, texts_of
from tests.languages.ts_files import TRANSLATED, compact, json_path, read_ts, ts_path, write_ts


def main() -> int:
    """Update each .ts file and what the program reads; tell what is left to translate."""
    try:
        texts = texts_of()
    except Unsayable as error:
        sys.stderr.write(f"{error}\n")
        return 2
    unfinished = 0
    for language in TRANSLATED:
        translations = read_ts(language)
        write_ts(texts, translations)
        json_path(language).write_text(compact(texts, translations), "utf-8", newline="\n")
        left = [each for each in texts if not translations.is_finished(each.text)]
        unfinished += len(left)
        sys.stdout.write(
            f"{ts_path(language).name}: {len(texts)} texts, {len(left)} to translate\n"
        )
        for each in left:
            sys.stdout.write(f"  {each.path}:{each.line}: {each.text!r}\n")
    return 1 if unfinished else 0


if __name__ == "__main__":
    sys.exit(main())
