"""What is not urgent waits for a code on its way, and never longer than that."""

from __future__ import annotations

import asyncio

from tests.fakes import settle
from wrapup_desk.application.base.background import Background


async def test_work_begins_when_the_loop_comes_round_if_no_code_is_on_its_way(
    background: Background,
) -> None:
    done = list[str]()

    background.when_free(lambda: done.append("ranked"))
    assert not done
    await asyncio.sleep(0)

    assert done == ["ranked"]


async def test_work_and_reading_wait_until_the_last_code_had_its_turns(
    background: Background,
) -> None:
    done = list[str]()

    async def read() -> None:
        await background.until_free()
        done.append("read")

    background.hold_back()
    background.hold_back()
    background.when_free(lambda: done.append("ranked"))
    async with asyncio.TaskGroup() as group:
        group.create_task(read())
        background.go_on_soon()
        await settle()
        assert not done

        background.go_on_soon()
        await settle()

    assert sorted(done) == ["ranked", "read"]


async def test_what_follows_from_a_code_in_the_next_turns_comes_before_the_others(
    background: Background,
) -> None:
    order = list[str]()

    async def send() -> None:
        for _ in range(4):  # a request takes some turns until it leaves
            await asyncio.sleep(0)
        order.append("sent")

    background.hold_back()
    background.when_free(lambda: order.append("ranked"))
    async with asyncio.TaskGroup() as group:
        background.go_on_soon()
        group.create_task(send())
    await settle()

    assert order == ["sent", "ranked"]


async def test_a_code_decided_before_the_loop_came_round_is_let_pass_as_well(
    background: Background,
) -> None:
    done = list[str]()

    background.when_free(lambda: done.append("ranked"))
    background.hold_back()
    await settle()
    assert not done

    background.go_on_soon()
    await settle()
    assert done == ["ranked"]
