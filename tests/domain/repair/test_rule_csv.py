"""Tests how rules are read from files as spreadsheets write them."""

import pytest

from wrapup_desk.domain.repair.rule_csv import csv_of, rules_of
from wrapup_desk.domain.repair.rules import ANY_CODE, NO_CODE, Rule, RuleTroubles


@pytest.mark.parametrize(
    "text",
    [
        "from,to\nOld,New\n",
        "\ufeffOld code;New code\r\nOld;New\r\n",
        "before\tafter\n\n Old \tNew\n\t\n",
        "to,from,comment\nNew,Old,whatever\n",
    ],
)
def test_a_list_of_old_and_new_codes_is_read_as_people_save_it(text: str) -> None:
    assert rules_of(text) == (Rule("New", "Old"),)


def test_two_columns_need_no_first_line_of_names() -> None:
    assert rules_of("Refund,Money back\nReset,Password") == (
        Rule("Money back", "Refund"),
        Rule("Password", "Reset"),
    )


def test_conditions_are_read_and_a_rule_with_one_needs_no_old_code() -> None:
    text = (
        "from,to,queue,dnis,flow,attribute,value,media\n"
        ",Refund,Billing,,,,,\n"
        "none,Refund,,+61255500000,,,,call\n"
        "*,Refund,,,Main menu,vip,yes,\n"
    )

    assert rules_of(text) == (
        Rule("Refund", NO_CODE, queue="Billing"),
        Rule("Refund", NO_CODE, dnis="+61255500000", media="call"),
        Rule("Refund", ANY_CODE, flow="Main menu", attribute="vip", value="yes"),
    )


def test_what_is_written_is_read_again_formulas_included() -> None:
    rules = (
        Rule("=New;x", "-Old", "Billing, north", "+61255500000", "Ähm 請", "vip", "@yes", "call"),
        Rule("New", NO_CODE, queue='It\'s "here"'),
        Rule("New", "'quoted'"),
    )
    written = "".join(csv_of(rules))

    assert '"=New' not in written
    assert rules_of(written)[1:] == rules[1:]
    assert rules_of(written)[0].dnis == "+61255500000"
    assert rules_of(written)[0].from_code == "-Old"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "the file has none"),
        ("from,to\n", "the file has none"),
        ("from,to\nOld,\n", "Rule 1: it names no new code"),
        ("from,to\n,New\n", "names no old code"),
        ("from,to\n*,New\n", "would change every leg"),
        ("from,to,value\nOld,New,yes\n", "a value but no attribute"),
        ("a,b,c\n1,2,3\n", "has to name the columns"),
        (f"from,to\nOld,{'x' * 301}\n", "longer than 300"),
        ("from,to\n" + "Old,New\n" * 2001, "at most 2,000"),
    ],
)
def test_a_file_that_says_no_rules_is_refused_by_its_line(text: str, why: str) -> None:
    with pytest.raises(RuleTroubles, match=why):
        rules_of(text)
