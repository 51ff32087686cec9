"""Holds everything one model knows, so that it can be used by one module and stored by another."""

from __future__ import annotations

from wrapup_desk.domain.recommender.code_list import CodeList
from wrapup_desk.domain.recommender.confirmations import Confirmations
from wrapup_desk.domain.recommender.customers import CustomerCodes
from wrapup_desk.domain.recommender.features import Hasher
from wrapup_desk.domain.recommender.heads import FINAL, LIVE, Experts, Head
from wrapup_desk.domain.recommender.lengths import UsualLengths
from wrapup_desk.domain.recommender.names import NameIndex
from wrapup_desk.domain.recommender.shares import CodeShares
from wrapup_desk.domain.recommender.slips import SlipDoubt
from wrapup_desk.domain.recommender.sources import SourcePrecision
from wrapup_desk.domain.recommender.threshold import ActingThresholds
from wrapup_desk.domain.recommender.usual_talk import UsualTalk
from wrapup_desk.domain.recommender.vocabulary import Vocabulary


class Memory:
    """What a model has learnt, and the tables it reads words with."""

    def __init__(self, vocabulary: Vocabulary, salt: bytes) -> None:
        self.vocabulary = vocabulary
        self.hasher = Hasher(salt)
        self.names = NameIndex(vocabulary)
        self.codes = CodeList(self.hasher, self.names)
        self.usual = UsualTalk(vocabulary.dimensions)
        self.shares = CodeShares()
        self.experts = Experts(self.usual, self.names, self.shares, vocabulary.dimensions)
        self.heads = {FINAL: Head(), LIVE: Head()}
        self.lengths = UsualLengths()
        self.confirmations = Confirmations()
        self.slips = SlipDoubt()
        self.sources = SourcePrecision()
        self.customers = CustomerCodes()
        self.thresholds = ActingThresholds()

    def make_room(self) -> None:
        """Give every code met so far its place in all tables."""
        count = len(self.codes)
        self.shares.widen(count)
        self.experts.widen(count)
