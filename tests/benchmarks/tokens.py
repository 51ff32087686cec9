"""Compares the word pieces of real talk with the reference tokenizer's, one text after another.

`python dev.py bench tokens FILE.jsonl.gz …`; needs `tokenizers`, of the dependency group `bench`.
The reference is given the vocabulary that ships, so what is left out of it is unknown to both.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from tests.benchmarks.parts.labelled_rows import Rows
from wrapup_desk.domain.recommender.text.word_pieces import WordPieces

ENCODER = Path(__file__).parents[2] / "resources" / "language" / "minilm-q4.npz"
MOST_PIECES = 128
# What talk seldom has, and where tokenizers differ most.
ODD_TEXTS = (
    "", " ", "…", "I'm—well—waiting", "£50 and €20, 30°C", "naïve café Übergröße ẞ İ",
    "tabs\tand\nlines\r\n", "zero\u200bwidth\u00adsoft\ufeffmark", "emoji 😀 and 👩‍👩‍👧 too",
    "日本語のテキスト", "한국어", "ไทย", "العربية", "x" * 99, "x" * 100, "x" * 101, "a_b-c/d.e@f.com",
    "1,234.56", "\x00\x07bell", "combining e\u0301", "ﬁ ligature ½", "word " * 300,
)  # fmt: skip


def main(argv: Sequence[str] | None = None) -> int:
    """Compare; return 1 if any text is split otherwise."""
    parser = argparse.ArgumentParser(prog="dev.py bench tokens", description=__doc__)
    parser.add_argument("files", type=Path, nargs="+", help="FILE.jsonl.gz")
    options = parser.parse_args(argv)
    tokens = shipped_tokens()
    different = 0
    texts: set[str] = set(ODD_TEXTS)
    for file in options.files:
        rows = Rows(file, None, by_queue=False).rows
        texts |= {said.text for row in rows for said in row.utterances}
    for text, ours, theirs in differences(tokens, sorted(texts)):
        different += 1
        print(f"{text[:60]!a}\n  ours   {ours[:20]}\n  theirs {theirs[:20]}")
    print(f"{len(texts):,} texts, {different:,} split otherwise than the reference")
    return min(1, different)


def shipped_tokens() -> list[str]:
    """Return the vocabulary that ships."""
    with np.load(ENCODER, allow_pickle=False) as arrays:
        text: str = arrays["vocab"].tobytes().decode()
    return text.split("\n")


def differences(
    tokens: Sequence[str], texts: Iterable[str]
) -> Iterable[tuple[str, list[int], list[int]]]:
    """Yield each text whose pieces differ, with both lists."""
    from tokenizers import BertWordPieceTokenizer

    reference = BertWordPieceTokenizer(dict(zip(tokens, range(len(tokens)), strict=True)))
    reference.enable_truncation(MOST_PIECES)
    pieces = WordPieces(tokens)
    for text in texts:
        ours, theirs = pieces.ids(text, MOST_PIECES), reference.encode(text).ids
        if ours != theirs:
            yield text, ours, theirs


if __name__ == "__main__":
    sys.exit(main())
