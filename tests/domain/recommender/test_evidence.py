from __future__ import annotations

from tests.domain.recommender.talk_examples import CODES, ask, case_of, teach
from wrapup_desk.domain.events import PredictedCode
from wrapup_desk.domain.recommender.recommender import StackRecommender
from wrapup_desk.domain.suggestion import CaseFacts, Evidence, EvidenceKind, Ranking, Source

TAUGHT = teach(StackRecommender(), 60)


def evidence(ranking: Ranking, place: int = 0) -> dict[EvidenceKind, list[str]]:
    found: dict[EvidenceKind, list[str]] = {}
    for each in ranking.suggestions[place].evidence:
        found.setdefault(each.kind, []).append(each.text)
    return found


def test_learnt_words_are_shown_as_they_were_said() -> None:
    ranking = ask(TAUGHT, ["Hello", "My WALLET fell into the River!"])

    heard = " ".join(evidence(ranking)[EvidenceKind.HEARD])
    assert "WALLET" in heard or "River" in heard


def test_words_that_were_taken_back_are_not_shown() -> None:
    case = case_of(TAUGHT, ["my wallet in the river"])
    TAUGHT.suggest(case, has_ended=False)
    replaced = case_of(TAUGHT, ["my wallet"])
    case.hear(replaced._utterances[0])

    shown = [each.text for each in TAUGHT.suggest(case, has_ended=False).suggestions[0].evidence]

    assert "river" not in " ".join(shown)


def test_words_that_match_a_name_are_named_as_such() -> None:
    ranking = ask(StackRecommender(), ["hi there", "I lost my card yesterday"])

    assert evidence(ranking)[EvidenceKind.NAME] == ["lost card"]


def test_little_words_are_never_shown_as_the_reason() -> None:
    model = StackRecommender()
    for _ in range(30):
        model.learn(case_of(model, ["it is the and"]), "card", was_looked_at=True)
        model.learn(case_of(model, ["toaster bread"]), "refund", was_looked_at=True)

    assert EvidenceKind.HEARD not in evidence(ask(model, ["it is the and"]))


def test_a_fact_that_decides_is_shown() -> None:
    model = StackRecommender()
    new, old = (CaseFacts("q", attributes={"contract": kind}) for kind in ("new", "old"))
    for _ in range(30):
        model.learn(case_of(model, ["hi"], facts=new), "card", was_looked_at=True)
        model.learn(case_of(model, ["hi"], facts=old), "address", was_looked_at=True)

    assert evidence(ask(model, ["hi"], facts=new))[EvidenceKind.FACT] == ["contract: new"]


def test_the_queue_is_named_where_its_habits_decide() -> None:
    model = StackRecommender()
    facts = CaseFacts("q", "Removals")
    for _ in range(20):
        model.learn(case_of(model, ["hm"], facts=facts), "address", was_looked_at=True)

    assert evidence(ask(model, [], facts=facts))[EvidenceKind.QUEUE] == ["Removals"]


def test_what_others_propose_is_told_with_the_suggestion() -> None:
    model = StackRecommender()
    case = case_of(model, ["hm"])
    case.note_predictions([PredictedCode("card", 0.9), PredictedCode("refund", 0.1)])
    case.note_proposal("card")
    found = model.suggest(case, has_ended=True)

    assert found.suggestions[0].code.id == "card"
    assert found.suggestions[0].source in (Source.BACKEND, Source.COPILOT)
    assert {EvidenceKind.COPILOT, EvidenceKind.BACKEND} <= set(evidence(found))


def test_no_more_than_a_line_of_evidence_is_given_and_only_for_the_first_three() -> None:
    ranking = ask(TAUGHT, ["wallet river van boxes toaster bread chat dog refund card address"])

    assert all(len(each.evidence) <= 4 for each in ranking.suggestions)
    assert len(CODES) == len(ranking.suggestions)
    assert ranking.suggestions[3].evidence == ()


def test_evidence_does_not_show_its_words_when_printed() -> None:
    assert "secret" not in repr(Evidence(EvidenceKind.HEARD, "secret"))
