"""Holds everything one model knows, so that it can be used by one module and stored by another."""

from __future__ import annotations

from wrapup_desk.domain.recommender.blend.heads import FINAL, LIVE, BlendHead, ExpertSet
from wrapup_desk.domain.recommender.blend.sources import SourcePrecision
from wrapup_desk.domain.recommender.code_list import CodeList
from wrapup_desk.domain.recommender.experts.priors import CodePriors, CustomerCodes, LengthPrior
from wrapup_desk.domain.recommender.text.code_names import CodeNameIndex
from wrapup_desk.domain.recommender.text.corpus_stats import CorpusStats
from wrapup_desk.domain.recommender.text.feature_hasher import FeatureHasher
from wrapup_desk.domain.recommender.text.sentence_vectors import SentenceVectors
from wrapup_desk.domain.recommender.text.word_vectors import WordVectors
from wrapup_desk.domain.recommender.trust.acceptance_bias import AcceptanceBias
from wrapup_desk.domain.recommender.trust.changed_places import ChangedPlaces
from wrapup_desk.domain.recommender.trust.code_breaker import CodeBreakers
from wrapup_desk.domain.recommender.trust.hearing import Hearing
from wrapup_desk.domain.recommender.trust.known_words import KnownWords
from wrapup_desk.domain.recommender.trust.label_noise import LabelNoise
from wrapup_desk.domain.recommender.trust.meant_labels import MeantLabels
from wrapup_desk.domain.recommender.trust.threshold import ActingThresholds


class ModelState:
    """What a model has learnt, and the tables it reads words with."""

    def __init__(self, vocabulary: WordVectors, sentences: SentenceVectors, salt: bytes) -> None:
        self.vocabulary = vocabulary
        self.sentences = sentences
        self.hasher = FeatureHasher(salt)
        self.names = CodeNameIndex(vocabulary, sentences)
        self.codes = CodeList(self.hasher, self.names)
        self.usual = CorpusStats(vocabulary.dimensions, sentences.dimensions)
        self.shares = CodePriors()
        self.experts = ExpertSet(
            self.usual, self.names, self.shares, vocabulary.dimensions, sentences.dimensions
        )
        self.heads = {kind: BlendHead(has_encoder=self.has_encoder) for kind in (FINAL, LIVE)}
        self.lengths = LengthPrior()
        self.confirmations = AcceptanceBias()
        self.slips = LabelNoise()
        self.sources = SourcePrecision()
        self.customers = CustomerCodes()
        self.thresholds = ActingThresholds()
        self.breakers = CodeBreakers()
        self.places = ChangedPlaces()
        self.meant = MeantLabels()
        self.hearing = Hearing()
        self.known_words = KnownWords()

    @property
    def has_encoder(self) -> bool:
        return self.sentences.dimensions > 0

    def make_room(self) -> None:
        """Give every code met so far its place in all tables."""
        self.names.catch_up()
        count = len(self.codes)
        self.shares.widen(count)
        self.experts.widen(count)
