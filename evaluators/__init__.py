"""A judge of Japanese and English answers, a library by itself: similarity, overlap, judgement, language."""

from evaluators.encoders.loading import load_encoder, sentence_transformer
from evaluators.judge.judgement import UNCERTAIN, is_uncertain, judge, judge_many
from evaluators.language import detect_language
from evaluators.results import JudgeItem, Judgement, Scores
from evaluators.scoring import score, score_many
from evaluators.similarity import cosine_similarity

__all__ = [
    "UNCERTAIN",
    "JudgeItem",
    "Judgement",
    "Scores",
    "cosine_similarity",
    "detect_language",
    "is_uncertain",
    "judge",
    "judge_many",
    "load_encoder",
    "score",
    "score_many",
    "sentence_transformer",
]
