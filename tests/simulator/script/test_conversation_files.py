import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from wrapup_desk.simulator.script.conversation_files import BrokenConversations, codes_file_of
from wrapup_desk.simulator.script.playback import Playback, PlaybackOptions, prepare
from wrapup_desk.simulator.world.leg_life import Prompt
from wrapup_desk.simulator.world.wall_clock import WallClock


def rows(count: int = 6) -> list[dict[str, Any]]:
    return [
        {
            "id": f"row-{number}",
            "queue": "bank" if number % 2 else "travel",
            "code": "balance" if number % 2 else "booking",
            "split": ("train", "dev", "test")[number % 3],
            "turns": [
                {"speaker": "customer", "text": f"hello {number}"},
                {"speaker": "agent", "text": "how can I help?"},
            ],
        }
        for number in range(count)
    ]


CODES = [
    {"id": "balance", "name": "bank balance", "queue": "bank", "description": "How much"},
    {"id": "card", "name": "lost card", "queue": "bank", "description": ""},
    {"id": "booking", "name": "flight booked", "queue": "travel", "description": ""},
]


def written(folder: Path, *, is_zipped: bool = True) -> Path:
    text = "".join(json.dumps(row) + "\n" for row in rows())
    path = folder / ("talks.jsonl.gz" if is_zipped else "talks.jsonl")
    path.write_bytes(gzip.compress(text.encode()) if is_zipped else text.encode())
    (folder / "talks.codes.json").write_text(json.dumps(CODES), encoding="utf-8")
    return path


def day_of(path: Path, **options: Any) -> Playback:
    return prepare(PlaybackOptions(Path(), conversations=path, **options), WallClock())


@pytest.mark.parametrize("is_zipped", [True, False])
def test_each_row_becomes_a_live_conversation_with_its_expected_code(
    tmp_path: Path,
    is_zipped: bool,  # noqa: FBT001 - a column of the table
) -> None:
    day = day_of(written(tmp_path, is_zipped=is_zipped))

    assert [script.title for script in day.scripts] == [row["id"] for row in rows()]
    assert [script.expected_code.name for script in day.scripts if script.expected_code] == [
        "flight booked",
        "bank balance",
    ] * 3
    bank = day.organization.queue_of_name("bank")
    assert bank is not None
    assert [code.name for code in bank.codes] == ["bank balance", "lost card"]


def test_split_and_limit_choose_the_rows(tmp_path: Path) -> None:
    path = written(tmp_path)

    assert [script.title for script in day_of(path, split="test").scripts] == ["row-2", "row-5"]
    assert len(day_of(path, limit=4).scripts) == 4


def test_the_same_seed_gives_the_same_day_and_code_ids_do_not_depend_on_it(
    tmp_path: Path,
) -> None:
    path = written(tmp_path)
    one, same, other = (day_of(path, seed=seed) for seed in (1, 1, 2))

    assert one.scripts == same.scripts
    assert one.scripts != other.scripts
    assert one.organization.codes == other.organization.codes


def test_codes_missing_from_the_list_are_taken_from_the_rows(tmp_path: Path) -> None:
    path = written(tmp_path)
    codes_file_of(path).unlink()

    day = day_of(path)

    assert {code.name for code in day.organization.codes} == {"balance", "booking"}


def test_prompt_and_time_out_can_be_set_for_every_queue(tmp_path: Path) -> None:
    day = day_of(written(tmp_path), prompt=Prompt.MANDATORY_FORCED_TIMEOUT, acw_timeout_ms=5000)

    assert {(queue.prompt, queue.timeout_ms) for queue in day.organization.queues} == {
        (Prompt.MANDATORY_FORCED_TIMEOUT, 5000)
    }


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("{", "Line 1 .* is not JSON"),
        ("[]", "Line 1 .* is not an object"),
        ('{"id": "x", "queue": "q", "code": "c"}', "Line 1 .* lacks 'turns'"),
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, line: str, complaint: str) -> None:
    path = tmp_path / "talks.jsonl"
    path.write_text(line + "\n", encoding="utf-8")

    with pytest.raises(BrokenConversations, match=complaint):
        day_of(path)


def test_a_file_that_is_not_there_or_not_zipped_is_named(tmp_path: Path) -> None:
    torn = tmp_path / "torn.jsonl.gz"
    torn.write_bytes(b"not gzip")

    with pytest.raises(BrokenConversations, match=r"torn\.jsonl\.gz"):
        day_of(torn)
    with pytest.raises(BrokenConversations, match=r"none\.jsonl"):
        day_of(tmp_path / "none.jsonl")
