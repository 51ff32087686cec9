import asyncio

from hypothesis import given
from hypothesis import strategies as st

from tests.adapters.genesys.rest_harness import a_leg
from wrapup_desk.adapters.genesys.conversations.coalescer import MOST_UTTERANCES, Coalescer
from wrapup_desk.domain.agent import RoutingStatus
from wrapup_desk.domain.events import (
    ContactCentreEvent,
    ConversationChanged,
    Resynced,
    RoutingStatusChanged,
    StreamOpened,
    WordsHeard,
)
from wrapup_desk.domain.interaction import Phase
from wrapup_desk.domain.transcript import Speaker, Utterance


def changed(conversation_id: str, phase: Phase = Phase.CONNECTED) -> ConversationChanged:
    return ConversationChanged(conversation_id, (a_leg(phase=phase),))


def heard(text: str, *, utterance_id: str = "u-1", is_final: bool = True) -> WordsHeard:
    return WordsHeard("c-1", "", (Utterance(utterance_id, Speaker.CUSTOMER, text, is_final),))


async def all_of(queue: Coalescer) -> list[ContactCentreEvent]:
    return [await queue.take() for _ in range(len(queue))]


async def test_only_the_newest_snapshot_of_a_conversation_waits() -> None:
    queue = Coalescer()
    queue.put(changed("c-1"))
    queue.put(changed("c-2"))
    queue.put(changed("c-1", Phase.AFTER_CALL))

    assert await all_of(queue) == [changed("c-1", Phase.AFTER_CALL), changed("c-2")]


async def test_a_snapshot_after_a_resync_is_not_told_before_it() -> None:
    queue = Coalescer()
    events: list[ContactCentreEvent] = [
        changed("c-1"),
        StreamOpened(),
        Resynced((changed("c-1"),)),
    ]
    for event in events:
        queue.put(event)
    queue.put(changed("c-1", Phase.AFTER_CALL))
    queue.put(changed("c-1", Phase.COMPLETED))

    assert await all_of(queue) == [*events, changed("c-1", Phase.COMPLETED)]


async def test_words_that_wait_are_joined_and_a_final_text_stays_final() -> None:
    queue = Coalescer()
    queue.put(heard("char", is_final=False))
    queue.put(heard("charged twice"))
    queue.put(heard("charg", is_final=False))
    queue.put(heard("hello", utterance_id="u-2"))

    (words,) = await all_of(queue)
    assert isinstance(words, WordsHeard)
    assert [each.text for each in words.utterances] == ["charged twice", "hello"]


async def test_words_never_pile_up_without_bound() -> None:
    queue = Coalescer()
    for n in range(MOST_UTTERANCES + 50):
        queue.put(heard("x", utterance_id=str(n)))

    (words,) = await all_of(queue)
    assert isinstance(words, WordsHeard)
    assert len(words.utterances) == MOST_UTTERANCES
    assert words.utterances[-1].id == str(MOST_UTTERANCES + 49)


async def test_taking_waits_until_there_is_something() -> None:
    queue = Coalescer()
    taking = asyncio.get_running_loop().create_task(queue.take())
    await asyncio.sleep(0)
    assert not taking.done()

    queue.put(StreamOpened())

    async with asyncio.timeout(5):
        assert await taking == StreamOpened()


EVENTS = st.one_of(
    st.builds(changed, st.sampled_from(["c-1", "c-2"]), st.sampled_from(list(Phase))),
    st.just(StreamOpened()),
    st.builds(RoutingStatusChanged, st.sampled_from(list(RoutingStatus))),
)


@given(st.lists(EVENTS, max_size=30))
def test_after_any_burst_the_desk_ends_where_the_events_end(
    events: list[ContactCentreEvent],
) -> None:
    queue = Coalescer()
    for event in events:
        queue.put(event)

    told = asyncio.run(all_of(queue))

    def last(of: list[ContactCentreEvent], conversation_id: str) -> ConversationChanged | None:
        mine = [
            event
            for event in of
            if isinstance(event, ConversationChanged) and event.conversation_id == conversation_id
        ]
        return mine[-1] if mine else None

    assert [last(told, each) for each in ("c-1", "c-2")] == [
        last(events, each) for each in ("c-1", "c-2")
    ]
    others = [event for event in events if not isinstance(event, ConversationChanged)]
    assert [event for event in told if not isinstance(event, ConversationChanged)] == others
