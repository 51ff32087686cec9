"""Nothing an outsider writes holds the event loop, grows without end, or hides an interaction."""

import time
from collections.abc import Awaitable, Callable
from functools import partial
from itertools import chain, repeat
from random import Random

import httpx
import pytest

from tests.adapters.genesys.rest_harness import AGENT_ID, a_leg, rest_on
from tests.adapters.genesys.rest_table import conversation
from tests.adapters.hostile_readings import READINGS, read_or_refuse
from tests.hostile import MIB, as_json, hostile_texts, random_text
from tests.loop_watchdog import LONGEST_HOLD_MS, LoopHeld, LoopWatchdog
from wrapup_desk.adapters.genesys.conversations.html_text import text_of_html
from wrapup_desk.adapters.genesys.conversations.parser import ConversationParser
from wrapup_desk.adapters.genesys.conversations.texts import MessageTexts
from wrapup_desk.adapters.genesys.http.rest import LARGEST_ANSWER_BYTES, TooLarge
from wrapup_desk.domain.interaction import Media
from wrapup_desk.domain.outside_text import LONGEST_UTTERANCE


def hold(ms: float) -> None:
    until_s = time.thread_time() + ms / 1000
    while time.thread_time() < until_s:
        sum(range(1000))


async def test_the_watchdog_sees_a_loop_that_is_held(loop_watchdog: LoopWatchdog) -> None:
    async def hold_it() -> None:
        async with loop_watchdog.watching("a long sum"):
            hold(1.6 * LONGEST_HOLD_MS)

    with pytest.raises(LoopHeld, match="by a long sum"):
        await hold_it()


async def test_what_holds_the_loop_each_time_is_no_hiccup(loop_watchdog: LoopWatchdog) -> None:
    async def hold_it_always() -> str:
        hold(20)
        return "read"

    async def hold_it_once() -> str:
        hold(20 * next(held))
        return "read"

    held = chain([1], repeat(0))
    assert await loop_watchdog.hold_to(10, lambda: hold_it_once, "a hiccup") == "read"
    with pytest.raises(LoopHeld, match="by a sum"):
        await loop_watchdog.hold_to(10, lambda: hold_it_always, "a sum")


def letting(kind: str, text: str) -> Callable[[], Awaitable[list[str]]]:
    """Return what lets *text* in: only that is watched."""
    return partial(read_or_refuse, READINGS[kind](text), text)


@pytest.mark.parametrize("kind", READINGS)
async def test_no_text_holds_the_loop(kind: str, loop_watchdog: LoopWatchdog) -> None:
    for name, text in hostile_texts(100_000).items():
        read = await loop_watchdog.hold_to(
            LONGEST_HOLD_MS, partial(letting, kind, text), f"{kind}: {name}"
        )

        assert all(len(each) <= LONGEST_UTTERANCE + 400 for each in read), name
        "".join(read).encode()  # no half of a sign is left
        assert "\0" not in "".join(read)


@pytest.mark.parametrize("kind", READINGS)
async def test_ten_megabytes_are_refused_or_read_in_a_moment(
    kind: str, loop_watchdog: LoopWatchdog
) -> None:
    for text in ("<a " * (10 * MIB // 3), "word " * (2 * MIB)):
        # To decode some megabytes takes its time; the most that is decoded stays below a glance.
        await loop_watchdog.hold_to(3 * LONGEST_HOLD_MS, partial(letting, kind, text), kind)


@pytest.mark.parametrize("kind", READINGS)
async def test_no_mixture_holds_the_loop(kind: str, loop_watchdog: LoopWatchdog) -> None:
    random = Random(f"hostile {kind}")
    for number in range(30):
        text = random_text(random, 50_000)
        await loop_watchdog.hold_to(
            LONGEST_HOLD_MS, partial(letting, kind, text), f"{kind}, mixture {number}"
        )


async def test_half_of_an_emoji_in_a_name_hides_no_interaction() -> None:
    body = conversation()
    body["participants"][0]["name"] = "Mia \ud83d"

    changed = ConversationParser(AGENT_ID, b"").conversation(as_json(body))

    assert [leg.customer_name for leg in changed.legs] == ["Mia ?"]


async def test_bytes_that_are_no_text_hide_no_interaction() -> None:
    body = conversation()
    body["participants"][0]["name"] = "M\u00fcller"
    raw = as_json(body).replace(rb"\u00fc", b"\xfc")

    changed = ConversationParser(AGENT_ID, b"").conversation(raw)

    assert [leg.customer_name for leg in changed.legs] == ["M\N{REPLACEMENT CHARACTER}ller"]


def test_a_whole_emoji_is_kept_where_a_half_is_mended() -> None:
    body = conversation()
    body["participants"][0]["name"] = "\U0001f600 \\ud83d \ude00"

    changed = ConversationParser(AGENT_ID, b"").conversation(as_json(body))

    assert [leg.customer_name for leg in changed.legs] == ["\U0001f600 \\ud83d ?"]


async def test_one_mail_that_is_too_large_keeps_no_other_from_being_read() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        text = (
            "x" * (LARGEST_ANSWER_BYTES + 1) if request.url.path.endswith("/1") else "My invoice"
        )
        return httpx.Response(200, content=as_json({"textBody": text}))

    leg = a_leg(Media.EMAIL, direction="outbound")
    found = await MessageTexts(rest_on(answer)).read(leg, ["1", "2"])

    assert [each.text for each in found] == ["My invoice"]


async def test_an_answer_without_end_is_given_up_and_not_asked_for_again() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        return httpx.Response(200, content=b" " * (LARGEST_ANSWER_BYTES + 1))

    with pytest.raises(TooLarge):
        await rest_on(answer).get("/conversations")

    assert len(asked) == 1


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ('<p title="a > b">Hello <b>W</b>orld &amp; co<br>there</p>', "Hello World & co there"),
        ("<head><title>no</title></head>yes<script>if (a<b) {}</script> too", "yes too"),
        ("2 < 3 and <3 you", "2 < 3 and <3 you"),
        ("<!-- hidden <p>x</p> -->seen<!-- open", "seen"),
        ("<p don't>ok</p>", "ok"),
        ("<style>p{}</STYLE>styled", "styled"),
        ("one&nbsp;two&#8364;&#99999999999999;", "one two\N{EURO SIGN}\N{REPLACEMENT CHARACTER}"),
        ("cut <a href='x", "cut"),
    ],
)
def test_the_words_of_a_mail_are_read(markup: str, words: str) -> None:
    assert text_of_html(markup, 1000) == words


def test_a_mail_with_its_pictures_in_it_is_read_behind_them() -> None:
    picture = f'<img src="data:image/png;base64,{"A" * MIB}">'

    assert text_of_html(f"Hello {picture} my invoice", 1000) == "Hello my invoice"
