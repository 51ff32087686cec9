"""Knows which language a talk is in, and the words that only hold a sentence together in it.

A transcription names its dialect. Written talk does not, and there scripts and the commonest words
tell: too little for a scholar, enough to know what is no evidence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

ENGLISH = "en"
# Fewer known words than this may be anything.
_FEWEST_WORDS = 3
_SHORTEST_CODE, _LONGEST_CODE = 2, 3

_FUNCTION_WORDS = {
    ENGLISH: "a an and are as at be by can do for from has have i in is it its may me my no not of on or"
    " our that the their them they this to up us was we were will with you your",
    "de": "aber als am an auch auf aus bei bin bis da das dass dem den der des die doch du ein eine einem einen"
    " einer er es fur habe haben hat hatte ich ihr ihre im in ist ja kann kein keine man mehr mein meine mich mir mit"
    " nach nein nicht noch nur oder sich sie sind so uber um und uns von war was wenn wie wir wird zu zum zur",
    "fr": "a ai au aux avec avez ce cette c'est d dans de des du elle en est et etes il ils j'ai je la le les leur"
    " lui ma mais me mes moi mon n'est ne nous on ou par pas pour qu que qui sa se ses son sont sur un une vous",
    "es": "al algo como con de del desde el ella en era es esta este esto ha hay he la las le lo los me mi mis muy no"
    " nos o para pero por que se si sin su sus te tengo un una y ya yo",
    "it": "a ad ai al alla anche c'e che ci con cosa da dal de del della di e gli ha ho i il in io la le lo ma"
    " mi mia mio ne nel nella non o per piu se si sono su sul un una",
    "pt": "a ao as com como da das de do dos e ela ele em era essa esse esta eu foi ha isso ja mais mas me meu minha"
    " na nao no nos o os ou para pela pelo por que se sem ser seu sua tem um uma voce",
    "nl": "aan al als bij dan dat de deze die dit door een en er haar had heb heeft het hij hoe ik in is je kan maar"
    " me met mijn naar niet nog of om ook op over te uit van voor was wat we wel zijn zo",
    "pl": "ale bo by byc co czy dla do i ich ja jak jest juz ma mam mi mnie na nie o od po pod przez sa sie ta tak"
    " tego ten to w we z za ze",
    "tr": "ama ben bir bu cok da daha de degil en gibi icin ile ise ki mi mu ne o olan olarak sen su ve var ya yok",
    "ja": "\u306e \u306f \u304c \u3092 \u306b \u3067 \u3068 \u3082 \u3066 \u305f \u3044 \u3057 \u3059 \u307e \u308b \u3067 \u3060 \u304b \u306a \u3088 \u306d \u3055 \u3053 \u305d \u3042 \u308c \u3063",
    "zh": "\u7684 \u4e86 \u662f \u6211 \u4f60 \u5728 \u6709 \u4e0d \u548c \u4e5f \u5c31 \u90fd \u8fd9 \u90a3 \u5417 \u5462",
}  # fmt: skip
_WORDS_OF = {language: frozenset(words.split()) for language, words in _FUNCTION_WORDS.items()}
_KANA = re.compile(r"[\u3040-\u30ff]")
_IDEOGRAPH = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")


def language_in(dialect: str) -> str:
    """Return the language in what a transcription calls its dialect, such as "de" in "de-DE"."""
    code = re.split(r"[-_]", dialect.strip().lower(), maxsplit=1)[0]
    is_code = code.isascii() and code.isalpha() and _SHORTEST_CODE <= len(code) <= _LONGEST_CODE
    return code if is_code else ""


def detected(words: Iterable[str]) -> str:
    """Return the language of *words*, normalised; "" where they tell too little."""
    counts: Counter[str] = Counter()
    signs = ideographs = 0
    for word in words:
        if not word.isascii():
            signs += _KANA.match(word) is not None
            ideographs += _IDEOGRAPH.match(word) is not None
        counts.update(language for language, known in _WORDS_OF.items() if word in known)
    if signs + ideographs >= _FEWEST_WORDS:
        return "ja" if signs else "zh"
    (first, most), *others = counts.most_common(2) or [("", 0)]
    is_clear = most >= _FEWEST_WORDS and all(count < most for _, count in others)
    return first if is_clear else ""


def is_function_word(norm: str, language: str = ENGLISH) -> bool:
    """Whether *norm* only holds a sentence of *language* together; English where it is unknown."""
    return norm in _WORDS_OF.get(language or ENGLISH, _WORDS_OF[ENGLISH])
