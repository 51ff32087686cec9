from wrapup_desk.domain.quality.code_list import MergeProposal, MistakenPair, health_of
from wrapup_desk.domain.wrapup import WrapupCode


def listed(*names: str) -> dict[str, WrapupCode]:
    return {name.lower(): WrapupCode(name.lower(), name) for name in names}


CODES = listed("Refund", "Invoice", "Password", "Other")


def test_codes_that_nobody_used_are_named() -> None:
    health = health_of(CODES, [("refund", "mia", 5), ("gone", "mia", 4)], {})

    assert health.unused_ids == ("invoice", "other", "password")


def test_the_share_of_other_is_of_the_codes_agents_chose() -> None:
    health = health_of(CODES, [("refund", "mia", 30), ("other", "mia", 10)], {})

    assert health.other.rate == 0.25


def test_codes_taken_for_each_other_count_in_both_directions() -> None:
    uses = [("refund", "mia", 20), ("invoice", "noah", 20)]

    health = health_of(CODES, uses, {("refund", "invoice"): 3, ("invoice", "refund"): 1})

    assert health.confused == (MistakenPair("invoice", "refund", 4),)


def test_a_few_mistakes_among_thousands_are_no_confusion() -> None:
    uses = [("refund", "mia", 2000), ("invoice", "noah", 2000)]

    assert health_of(CODES, uses, {("refund", "invoice"): 10}).confused == ()


def test_a_code_of_one_agent_is_told_where_there_is_a_team() -> None:
    uses = [("refund", "mia", 9), ("invoice", "noah", 9), ("invoice", "eva", 9)]

    health = health_of(CODES, uses, {})

    assert [(each.code_id, each.agent_id) for each in health.one_agents] == [("refund", "mia")]
    assert health_of(CODES, uses[:1], {}).one_agents == ()


def test_names_that_mean_the_same_words_overlap() -> None:
    codes = listed("Refund given", "Refunds given", "Invoice explained", "Give refund")

    assert ("refund given", "refunds given") in health_of(codes, [], {}).overlapping
    assert not any("invoice explained" in pair for pair in health_of(codes, [], {}).overlapping)


def test_the_rarer_code_is_proposed_to_become_the_more_frequent() -> None:
    uses = [("refund", "mia", 50), ("invoice", "mia", 8)]

    health = health_of(CODES, uses, {("invoice", "refund"): 5})

    assert health.merges == (MergeProposal("invoice", "refund", "confused 5 times"),)


def test_nothing_is_proposed_to_become_other() -> None:
    uses = [("other", "mia", 50), ("invoice", "mia", 8)]

    assert health_of(CODES, uses, {("invoice", "other"): 8}).merges == ()


def test_a_code_is_merged_once_and_never_in_a_chain() -> None:
    codes = listed("A1", "B1", "C1")
    uses = [("a1", "mia", 10), ("b1", "mia", 20), ("c1", "mia", 30)]

    merges = health_of(codes, uses, {("a1", "b1"): 9, ("b1", "c1"): 8}).merges

    assert [(each.old_id, each.new_id) for each in merges] == [("a1", "b1")]


def test_an_empty_list_has_no_faults() -> None:
    health = health_of({}, [], {})

    assert (health.unused_ids, health.merges, health.other.of) == ((), (), 0)
