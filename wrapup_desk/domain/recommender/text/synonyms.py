"""Knows which words of customer service mean nearly the same, in English.

Code names are written by the trade ("report broken software"), customers talk otherwise ("my skype
is not working"). Before the first label this list bridges a part of the gap; afterwards the
learnt weights do. Phrases of two words are written with a low line.
"""

from __future__ import annotations

from wrapup_desk.domain.recommender.text.words import stem

_GROUPS = (
    "start begin new buy purchase order subscribe subscription enroll enrol join register apply "
    "activate setup sign_up set_up i_want i_need would_like",
    "broken break broke defective faulty damaged crash freeze frozen fail failure malfunction "
    "error problem issue trouble bug glitch stuck slow fix repair not_working not_work "
    "doesn't_work isn't_working stopped_working won't_open not_opening not_open",
    "cancel close terminate end stop discontinue deactivate disconnect delete remove quit "
    "no_longer",
    "check view see status verify confirm review inquiry enquiry inquire look find_out",
    "information info details question explain inquiry enquiry learn about know_about tell_me",
    "change update modify edit correct amend switch alter reschedule",
    "replace replacement exchange renew reissue another",
    "lost lose missing misplaced stolen stole theft robbed can't_find",
    "dispute wrong incorrect error mistake unauthorized unauthorised unknown overcharged "
    "removed charged_twice double_charged don't_recognize didn't_make not_mine",
    "fraud fraudulent suspicious scam unauthorized unauthorised hacked compromised phishing",
    "charge charged fee bill billed cost debit debited price",
    "bill invoice statement billing",
    "payment pay paid",
    "refund reimburse reimbursement money_back",
    "book booking reserve reservation ticket",
    "schedule appointment visit slot",
    "find search looking available suggest recommend",
    "address moved relocated relocation move",
    "balance funds how_much",
    "transfer send sent wire",
    "delivery deliver ship shipping shipment arrive arrived package parcel courier tracking track",
    "delay delayed late waiting overdue pending",
    "login password pin passcode locked username access log_in sign_in",
    "proof document certificate copy letter confirmation",
    "complaint complain unhappy disappointed terrible rude angry unacceptable manager",
    "return send_back",
    "support help assistance technical",
    "upgrade downgrade plan package tariff",
    "internet broadband wifi network connection",
    "phone mobile cell cellphone handset smartphone",
    "insurance coverage policy cover",
    "declined rejected refused denied",
    "limit maximum allowance cap",
    "verify identity identification prove",
    "promotion offer discount deal voucher coupon eligible eligibility",
)


def _by_stem() -> dict[str, frozenset[int]]:
    groups: dict[str, set[int]] = {}
    for number, group in enumerate(_GROUPS):
        for entry in group.split():
            key = " ".join(stem(word) for word in entry.split("_"))
            groups.setdefault(key, set()).add(number)
    return {key: frozenset(numbers) for key, numbers in groups.items()}


_GROUPS_OF = _by_stem()
_NO_GROUPS: frozenset[int] = frozenset()


def groups_of(stems: str) -> frozenset[int]:
    """Return the numbers of the groups that a stem, or two joined by a space, belong to."""
    return _GROUPS_OF.get(stems, _NO_GROUPS)
