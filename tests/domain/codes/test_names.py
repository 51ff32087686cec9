from __future__ import annotations

import textwrap
from collections.abc import Callable
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wrapup_desk.domain.codes.fitting import FittedName, fitted_names
from wrapup_desk.domain.codes.names import BETWEEN_LEVELS, CodeName, names_of
from wrapup_desk.domain.codes.tree import Branch, tree_of
from wrapup_desk.domain.wrapup import WrapupCode

AREAS = ("Billing", "Sales", "Technical support", "Delivery and returns", "Contract")
TOPICS = tuple(f"Topic number {n}" for n in range(10))
KINDS = tuple(f"Kind {n} with a rather long name" for n in range(9))
FIVE_HUNDRED = tuple(
    WrapupCode(f"code-{n:06}", " > ".join(parts))
    for n, parts in enumerate(product(AREAS, TOPICS, (*KINDS, "Other")))
)


def levels(text: str) -> str:
    return text.replace(" > ", BETWEEN_LEVELS)


def listed(*names: str) -> tuple[WrapupCode, ...]:
    return tuple(WrapupCode(f"id-{n:08}", name) for n, name in enumerate(names))


def read(*names: str) -> list[CodeName]:
    codes = listed(*names)
    return [names_of(codes).of(code) for code in codes]


def up_to(most: int) -> Callable[[str], bool]:
    return lambda text: len(text) <= most


def drawn(codes: tuple[WrapupCode, ...], leaf: int, path: int) -> list[FittedName]:
    return list(fitted_names(names_of(codes).by_id, up_to(leaf), up_to(path)).values())


def test_a_name_is_its_leaf_and_the_path_to_it() -> None:
    (first, second) = read("Billing > Refund > Duplicate", "Billing > Late")

    assert (first.path, first.leaf) == (("Billing", "Refund"), "Duplicate")
    assert (second.path, second.leaf) == (("Billing",), "Late")


def test_the_short_name_has_what_tells_it_apart() -> None:
    names = read("Billing > Refund > Other", "Sales > Refund > Other", "Billing > Credit > Late")

    assert [name.short for name in names] == [
        levels("Billing > Other"),
        levels("Sales > Other"),
        "Late",
    ]


def test_a_name_that_begins_another_reads_otherwise() -> None:
    names = read("Billing > Other", "Billing > Refund > Other", "Other", "Billing")

    assert len({name.short for name in names}) == 4


def test_two_codes_of_one_name_are_told_apart_by_description_or_id() -> None:
    codes = (
        WrapupCode("aaaaaa-111111", "Refund", "partial"),
        WrapupCode("aaaaaa-222222", "refund ", "in full"),
        WrapupCode("aaaaaa-333333", "Other"),
        WrapupCode("aaaaaa-444444", "Other"),
    )

    marks = [names_of(codes).of(code).mark for code in codes]
    assert marks == ["partial", "in full", "… 333333", "… 444444"]


def test_a_code_that_is_not_of_the_list_reads_as_it_is_called() -> None:
    assert names_of(()).of(WrapupCode("x", "Billing > Refund")).leaf == "Billing > Refund"


def test_the_middle_of_a_path_gives_way_first() -> None:
    codes = listed("Billing > Cards > Lost > Abroad > Duplicate")

    assert drawn(codes, 20, 20) == [FittedName("Duplicate", levels("Billing > … > Abroad"))]


def test_the_level_that_tells_two_apart_stays_in_the_path() -> None:
    codes = listed(
        "Billing > Credit cards > Europe > Other", "Billing > Debit cards > Europe > Other"
    )

    paths = [name.path for name in drawn(codes, 20, 20)]
    assert paths == [levels("… > Credit cards > …"), levels("… > Debit cards > …")]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("Customer wants a refund", "Customer wants a credit"), ("Custo…refund", "Custo…credit")),
        (("Refund of an order", "Credit of an order"), ("Refund…order", "Credit…order")),
        (
            ("The item 7 of the long order came", "The item 8 of the long order came"),
            ("The item 7…e", "The item 8…e"),
        ),
    ],
)
def test_the_end_that_tells_a_leaf_apart_is_never_cut(
    names: tuple[str, str], expected: tuple[str, str]
) -> None:
    found = tuple(name.leaf for name in drawn(listed(*names), 12, 20))

    assert all(len(leaf) <= 12 for leaf in found)
    assert len(set(found)) == 2
    assert found == expected


@pytest.mark.parametrize(
    ("name", "room", "expected"),
    [
        ("Billing and payments > Request about matter 0", 30, "Billing and…about matter 0"),
        ("Sales > Request about matter 0", 20, levels("Sales > …matter 0")),
        ("Customer was charged twice and wants it back", 30, "Customer was…and wants it back"),
        ("Billing and payments", 12, "…payments"),
        ("Rückerstattungsvereinbarung geprüft", 18, "Rückersta…geprüft"),
        ("二重請求の返金手続きが完了しました", 9, "二重請求…しました"),
    ],
)
def test_a_name_is_cut_between_words_where_whole_ones_are_left(
    name: str, room: int, expected: str
) -> None:
    (one,) = fitted_names({"x": CodeName((), levels(name))}, up_to(room), up_to(room)).values()

    assert one.leaf == expected


def test_what_is_kept_of_the_middle_of_a_name_is_whole_words() -> None:
    text = "Request about matter 7 of the customer who was charged"
    name = CodeName((), text, alike_start=len("Request about matter "), alike_end=len(text))

    (one,) = fitted_names({"x": name}, up_to(16), up_to(16)).values()

    assert one.leaf == "…7 of the…"


@pytest.mark.parametrize("width", range(14, 40))
def test_what_is_drawn_has_room_on_two_lines_that_end_between_words(width: int) -> None:
    def has_room(text: str) -> bool:
        lines = textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
        return len(lines) <= 2 and all(len(line) <= width for line in lines)

    names = listed(
        "Customer was charged twice for the same order and wants it back",
        "Customer was charged twice for the same order and keeps it",
        "Customer asks where an order is that was sent long ago",
    )
    drawn_names = fitted_names(names_of(names).by_id, has_room, up_to(40)).values()

    assert [name.leaf for name in drawn_names if not has_room(name.leaf)] == []


def test_two_letters_of_a_word_are_not_kept_beside_whole_ones() -> None:
    name = CodeName((), "Duplicate account, changed", alike_start=len("Duplicate "))

    (one,) = fitted_names({"x": name}, up_to(19), up_to(19)).values()

    assert one.leaf == "…account, changed"


@pytest.mark.parametrize("room", [(10, 12), (18, 20), (30, 40)])
def test_of_500_codes_no_two_read_alike(room: tuple[int, int]) -> None:
    lines = drawn(FIVE_HUNDRED, *room)

    assert len(set(lines)) == 500
    assert all(len(line.leaf) <= room[0] and len(line.path) <= room[1] for line in lines)


def test_names_of_more_than_200_letters_that_differ_in_one_are_told_apart() -> None:
    codes = listed(*(f"{'long ' * 30}number {n} {'words ' * 20}" for n in range(10, 60)))

    assert len(set(drawn(codes, 16, 16))) == 50


def test_japanese_names_are_told_apart() -> None:
    areas, kinds = (
        ("請求\N{KATAKANA MIDDLE DOT}返金", "配送\N{KATAKANA MIDDLE DOT}遅延"),
        ("二重請求", "その他", "住所変更"),
    )
    codes = listed(*(f"{area}\N{FULLWIDTH SOLIDUS}{kind}" for area in areas for kind in kinds))

    assert len(set(drawn(codes, 6, 6))) == 6
    assert names_of(codes).of(codes[0]).leaf == "二重請求"


@given(
    st.lists(st.text("ab >-ée\u0301", min_size=1, max_size=30), min_size=1, max_size=12),
    st.integers(4, 20),
)
def test_whatever_they_are_called_no_two_codes_read_alike(names: list[str], room: int) -> None:
    codes = listed(*names)

    assert len(set(drawn(codes, room, 40))) == len(codes)


def titles(branch: Branch) -> list[str]:
    return [f"{each.name} {each.count}" for each in branch.branches]


def test_many_codes_make_a_tree() -> None:
    root = tree_of(FIVE_HUNDRED)

    assert titles(root) == [
        "Billing 100",
        "Contract 100",
        "Delivery and returns 100",
        "Sales 100",
        "Technical support 100",
    ]
    assert len(titles(root.branches[0])) == 10
    assert {code.id for code in root.walk()} == {code.id for code in FIVE_HUNDRED}


def test_few_codes_are_shown_without_a_tree() -> None:
    codes = FIVE_HUNDRED[:12]

    assert tree_of(codes) == Branch(codes=codes)


def test_a_branch_of_one_code_is_no_branch_and_one_in_one_is_a_single_one() -> None:
    names = [f"Billing > Refund > Kind {n}" for n in range(20)]

    root = tree_of(listed(*names, "Sales > Offer", "Other"))

    assert titles(root) == [levels("Billing > Refund 20")]
    assert {code.name for code in root.codes} == {"Sales > Offer", "Other"}


def test_names_that_begin_alike_make_a_branch_and_keep_their_whole_name() -> None:
    codes = listed(*(f"Billing topic {n}" for n in range(20)), "Refund", "Duplicate", "Other")

    root = tree_of(codes)

    assert titles(root) == ["Billing topic 20"]
    assert names_of(codes).of(codes[7]).leaf == "Billing topic 7"


def test_names_that_all_begin_alike_make_no_branch() -> None:
    assert titles(tree_of(listed(*(f"Topic {n} of many" for n in range(40))))) == []


@given(st.lists(st.text("ab >-", min_size=1, max_size=20), max_size=40))
def test_a_tree_has_each_code_once(names: list[str]) -> None:
    codes = listed(*names)

    assert sorted(code.id for code in tree_of(codes).walk()) == [code.id for code in codes]
