"""Scores of answers."""

from evaluators import Scores, load_encoder, score_many

PLACES = ("東京", "マドリード", "ソウル", "Seoul", "Tokyo", "首都はパリです。", "The capital is Madrid, Spain")


def scored(*answers: str) -> list[Scores]:
    """Without what the encoder remembers."""
    load_encoder().forget()
    return score_many([(answer, ["東京"], ["Tokyo"]) for answer in answers])


def test_scores_do_not_depend_on_what_is_scored_in_one_go() -> None:
    assert scored(*PLACES) == [one for place in PLACES for one in scored(place)]
