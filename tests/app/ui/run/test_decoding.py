from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from app.config import settings
from app.records import Decoding
from app.runs.presets import ORIGINAL
from app.store import Store
from app.ui.run import decoding
from app.ui.run import tab as run
from tests.app.ui.pages import page
from tests.app.ui.run.test_run import SETTINGS, small


def test_a_preset_fills_in_model_prompt_and_decoding() -> None:
    models, prompts, *words = decoding.fill("original")
    assert (models, prompts) == ([ORIGINAL.model], ["original"])
    assert Decoding(*words) == ORIGINAL.decoding == Decoding(512, 0.2, 0.95, 1.15)


def test_no_preset_is_the_usual_decoding() -> None:
    *_, tokens, temperature, top_p, penalty = decoding.fill("")
    assert Decoding(tokens, temperature, top_p, penalty) == Decoding()


def test_a_run_keeps_the_decoding_that_was_chosen(home: Path) -> None:
    store = Store(settings().store_url)
    words = asdict(Decoding(120, 0.7, 0.9, 1.1))
    run_id, status = run.start(page(store), small(), **{**SETTINGS, **words})
    assert store.run(run_id).arms[0].decoding == Decoding(120, 0.7, 0.9, 1.1)
    assert status["arms"][0]["decoding"] == words
    again, _ = run.start(page(store), small(), **SETTINGS)
    assert again != run_id, "another decoding is another arm"
