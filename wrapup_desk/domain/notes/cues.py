"""Tells by the words people use what a sentence does: asks for something, promises, agrees, or chats."""

from __future__ import annotations

import re

# Each pattern is looked for by itself, so that no text takes more than a few passes.
_ONESELF = re.compile(
    r"\b(?:i|i'd|i'm|i've|i'll|we|we'd|we're|we've|my|our|can you|could you|please|help)\b",
    re.IGNORECASE,
)
_WANTS = re.compile(
    r"\b(?:like|want(?:ed|ing)?|need(?:ed)?|wish|looking|look|call(?:ing)?|interested|trying|try|help"
    r"|book|find|order(?:ed)?|cancel(?:led)?|change|return|refund|check|know|charged?|paid|received|lost"
    r"|broken|broke|problem|issue|transfer|reserve|reservation|reset|get|buy|schedule|search)\b",
    re.IGNORECASE,
)
_WRONG = re.compile(
    r"\b(?:cannot|can'?t|couldn'?t|unable|doesn'?t|does not|don'?t|didn'?t|did not|isn'?t|won'?t|never"
    r"|not working|wrong|problem|broken|damaged|missing|late|charged|refund|complain\w*|error|instead of"
    r"|still (?:no|not|waiting))\b"
    r"|\b(?:ich (?:möchte|will|brauche|habe|hätte|würde|kann|suche|benötige|wollte|warte)"
    r"|wir (?:möchten|brauchen|haben)|mein\w*|geht nicht|funktioniert nicht|kaputt|beschädigt|fehlt"
    r"|falsch|leider|kündigen|reklam\w+|rückerstatt\w+|stornier\w+|doppelt|statt)\b"
    r"|たい|ほしい|欲しい|お願い|ください|できない|できません|届かない|届いて|壊れ|間違|困って|について"
    r"|キャンセル|変更|返品|返金|解約",
    re.IGNORECASE,
)
_PROMISE = re.compile(
    r"\b(?:i|we)(?:'ll| will|(?:'ve| have) (?:just |now |already )?"
    r"(?:\w{2,12}ed|sent|made|put|found|set|done|taken|given|told|written)\b"
    r"| am going to|'m going to| can confirm|'m sending| am sending| was able| booked| refunded| sent"
    r"| made| opened| changed| cancel(?:l)?ed| reserved| ordered| found| transferred| blocked)\b"
    r"|\b(?:has|have) been\b|\b(?:is|are|was|were) (?:now )?(?:booked|confirmed|reserved|cancel(?:l)?ed"
    r"|scheduled|refunded|sent|set|active|done|complete\w{0,2}|successful\w{0,2}|unsuccessful\w{0,2}|made"
    r"|changed|blocked|reset)\b"
    r"|\byou(?:'ll| will| should) (?:receive|get|have|see|be)\b|\bunable to\b|\bcould(?:n't| not)\b"
    r"|\b(?:ich|wir) (?:habe|haben|werde|werden|schicke|sende|buche|erstatte|storniere|sperre|notiere"
    r"|veranlasse)\b|\bsie (?:erhalten|bekommen)\b"
    r"|\b(?:gebucht|storniert|erstattet|geändert|geschickt|verschickt|gesperrt|bestätigt|erledigt"
    r"|reserviert|notiert)\b"
    r"|いたします|致します|いたしました|致しました|しておきます|承りました|完了|手配|お送り|お届け|ご予約|返金",
    re.IGNORECASE,
)
_THING = re.compile(
    r"\b(?:booking|reservation|payment|refund|order|transfer|appointment|ride|ticket|reference)\b",
    re.IGNORECASE,
)
_OUTCOME = re.compile(
    r"\b(?:successful|confirmed|complete|completed|number|is|was|will)\b", re.IGNORECASE
)
_SUMS_UP = re.compile(
    r"\b(?:confirm(?:ing|ed)?|to (?:recap|sum(?:marize| up)|summarise)|just to be sure|you (?:would like|want)|is (?:that|this) (?:right|correct)"
    r"|correct|double[- ]check|zusammenfass\w*|bestätig\w*|noch (?:ein)?mal zur sicherheit|stimmt das|richtig)\b"
    r"|よろしいでしょうか|お間違い|確認(?:させて|いたし|し)",
    re.IGNORECASE,
)
_AGREES = re.compile(
    r"(?:\W*(?:yes|yeah|yep|yup|sure|correct|right|exactly|ok(?:ay)?|perfect|great|good|fine|sounds|that(?:'s| is| would be| will be|'ll be| works| sounds)|this (?:is|works)"
    r"|absolutely|definitely|please do|go ahead|alright|all right|awesome|excellent|works|it is|indeed|ja|genau|gern\w*|einverstanden|stimmt|richtig|passt|in ordnung|gut"
    r"|super|perfekt)\b|\W*(?:はい|ええ|そうです|お願いします|結構です|大丈夫です|わかりました|分かりました|了解))",
    re.IGNORECASE,
)
_REFUSES = re.compile(
    r"(?:\W*(?:no|nope|not|nah|actually|wait|sorry|hmm|nein|nicht|doch|moment|lieber)\b|\W*(?:いいえ|いや|違います))",
    re.IGNORECASE,
)
_CHAT = re.compile(
    r"\b(?:thanks?|thank you|welcome|have a (?:nice|great|good|wonderful)|good ?bye|bye|glad|anything else|how (?:can|may) i (?:help|assist)|my pleasure"
    r"|you(?:'re| are) (?:welcome|all set)|that(?:'s| is| will be) all|help you|one moment|let me|hold on|just a|sorry|apolog\w+|how are you|speaking|take care|enjoy|regards|sincerely|grüße|grüßen"
    r"|danke\w*|gern geschehen|auf wiederhören|schönen (?:tag|abend)|tschüss|kann ich (?:ihnen )?helfen|noch etwas|einen moment|moment bitte|entschuldig\w*"
    r"|tut mir leid|mein name)\b"
    r"|\bdear\b|\b(?:this is|here is) (?-i:[A-Z]\w+)|\b(?-i:[A-Z]\w+) here\b|^(?:はい[、。]?)?(?:よろしく)?お願い(?:いた)?します。?$"
    r"|ありがとう|失礼(?:いた|し)|お待ち|申し訳|でございます。?$|承知|かしこまりました",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"[?\uff1f]\s*$|か。?\s*$|^\s*(?:what|which|where|when|who|how|do you|did you|would you|could you|can you|is there|are there|shall i|should i|may i"
    r"|was|wann|wie|wo|welche\w*|möchten sie|haben sie|können sie|soll ich|darf ich)\b",
    re.IGNORECASE,
)


def asks_for_something(sentence: str) -> bool:
    """Whether a customer says what they want, or what is wrong."""
    is_wanted = _WANTS.search(sentence) and _ONESELF.search(sentence)
    return bool(is_wanted or _WRONG.search(sentence))


def promises(sentence: str) -> bool:
    """Whether somebody says what was done or will be."""
    is_outcome = _THING.search(sentence) and _OUTCOME.search(sentence)
    return bool(is_outcome or _PROMISE.search(sentence))


def sums_up(sentence: str) -> bool:
    """Whether somebody repeats what is wanted, to be told that it is so."""
    return _SUMS_UP.search(sentence) is not None


def agrees(sentence: str) -> bool:
    """Whether what was said before is accepted."""
    return _AGREES.match(sentence) is not None and not refuses(sentence)


def refuses(sentence: str) -> bool:
    """Whether what was said before is not accepted."""
    return _REFUSES.match(sentence) is not None


def is_chat(sentence: str) -> bool:
    """Whether a sentence is courtesy: a greeting, thanks, an excuse."""
    return _CHAT.search(sentence) is not None


def is_question(sentence: str) -> bool:
    """Whether a sentence asks."""
    return _QUESTION.search(sentence) is not None
