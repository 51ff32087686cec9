import pytest

from wrapup_desk.domain.identifiers import canonical_id, codes_meant_by, folded_name, pasted_id
from wrapup_desk.domain.wrapup import WrapupCode

GUID = "7FB334B0-0e9e-11E4-9191-0800200c9a66"
CAFE = WrapupCode("1", "Caf\N{LATIN SMALL LETTER E WITH ACUTE}")
REFUND = WrapupCode(GUID.lower(), "Refund  given")


@pytest.mark.parametrize(
    ("written", "id_"),
    [
        (GUID, GUID.lower()),
        (f" {GUID}\n", GUID.lower()),
        ("inin-wrap-up-Timeout", "ININ-WRAP-UP-TIMEOUT"),
        ("Not-a-GUID", "Not-a-GUID"),
        (" \t", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_ids_are_compared_without_letter_case_and_blanks(written: str | None, id_: str) -> None:
    assert canonical_id(written) == id_


@pytest.mark.parametrize(
    "written",
    [
        "Cafe\N{COMBINING ACUTE ACCENT}",
        "CAF\N{LATIN CAPITAL LETTER E WITH ACUTE}",
        "\N{NO-BREAK SPACE}café\t",
    ],
)
def test_a_name_is_the_same_in_one_sign_or_two_in_any_case(written: str) -> None:
    assert folded_name(written) == folded_name(CAFE.name)
    assert codes_meant_by(written, (REFUND, CAFE)) == (CAFE,)


def test_blanks_within_a_name_are_one_and_a_letter_with_an_accent_is_another() -> None:
    assert codes_meant_by("REFUND\N{NO-BREAK SPACE}given", (REFUND, CAFE)) == (REFUND,)
    assert codes_meant_by("Cafe", (REFUND, CAFE)) == ()
    assert folded_name("STRASSE") == folded_name("Straße")


def test_an_id_stands_above_a_name_and_nothing_means_nothing() -> None:
    called_like_an_id = WrapupCode("2", GUID)

    assert codes_meant_by(GUID, (called_like_an_id, REFUND)) == (REFUND,)
    assert codes_meant_by(" ", (WrapupCode("", ""), REFUND)) == ()


def test_all_codes_of_a_shared_name_are_meant() -> None:
    twins = (WrapupCode("1", "Refund"), WrapupCode("2", "refund "))

    assert codes_meant_by("Refund", twins) == twins


@pytest.mark.parametrize(
    "copied",
    [
        f" {GUID}\r\n",
        f'"{GUID}"',
        f" '{GUID}' ",
        f"\N{DOUBLE LOW-9 QUOTATION MARK}{GUID}\N{LEFT DOUBLE QUOTATION MARK}",
        f"\N{LEFT CORNER BRACKET}{GUID}\N{RIGHT CORNER BRACKET}\N{IDEOGRAPHIC SPACE}",
        f"<{GUID}>\N{ZERO WIDTH SPACE}",
    ],
)
def test_an_id_is_taken_without_what_was_copied_along_with_it(copied: str) -> None:
    assert pasted_id(copied) == GUID
