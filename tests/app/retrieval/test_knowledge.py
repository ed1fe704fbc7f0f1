"""Passages for questions, on the sample's knowledge base and the real encoder; within a run on a real tiny model."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from app import pipeline
from app.config import settings
from app.errors import NarabeError, SettingsError
from app.generation import load_model
from app.prompts import Wording, edited, keep, template
from app.prompts.rendering import prompts
from app.questions import read_questions
from app.records import Arm, Decoding, Language, Question, QuestionSet, Side
from app.retrieval import Knowledge, knowledge, open_knowledge, vectors
from app.retrieval.vectors import KeptEmbeddings
from app.runs.planning import planned, planned_arms
from app.store import Store
from evaluators import load_encoder
from evaluators.encoders.loading import Vectors

pytestmark = pytest.mark.slow  # each file is read in a process of its own

ROOT = Path(__file__).parents[3]
BASE = ROOT / "samples" / "knowledge"


def opened(folder: Path = BASE) -> Knowledge:
    found = open_knowledge(planned(Arm(retrieval=str(folder))))
    assert found
    return found


def covered() -> dict[str, str]:
    """From the sample's README: the article that covers a question, by number."""
    rows = re.findall(
        r"^\| (\S+\.(?:md|txt|csv)) \| \w\w \| ([\d, ]+) \|$", (BASE.parent / "README.md").read_text(), re.M
    )
    return {no: name for name, numbers in rows for no in numbers.split(", ")}


@pytest.fixture
def setting(monkeypatch: pytest.MonkeyPatch) -> object:
    def change(**values: object) -> None:
        for name, value in values.items():
            monkeypatch.setenv(f"NARABE_{name.upper()}", str(value))
        settings.cache_clear()

    return change


@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "source"),
    [
        ("オーストラリアの首都はどこでしょうか。", "canberra.en.md"),
        ("ニュージーランドの首都はどこですか。", "wellington.en.md"),
        ("水は元素ですか、それとも化合物ですか。", "water.en.md"),
        ("What is the highest mountain in Japan?", "rocks-and-mount-fuji.ja.md"),
        ("How long is one term for a member of the U.S. Senate?", "congress.ja.md"),
        ("地球は何番目の惑星ですか。", "solar-system.ja.md"),
    ],
)
def test_a_question_finds_its_passage_in_either_language(question: str, source: str, setting: object) -> None:
    setting(passages=2)  # type: ignore[operator]
    found = opened().search([question])[0]
    assert source in [one.source for one in found]
    assert all(0.4 <= one.score <= 1 and one.text for one in found)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def test_a_sentence_finds_the_whole_passage_around_it_once(tmp_path: Path, setting: object) -> None:
    setting(passages=2, passage_floor=-1)  # type: ignore[operator]
    tower = "東京タワーの高さは333メートルである。塔は1958年に完成した。"
    (tmp_path / "塔.md").write_text(f"# 高いもの\n\n{tower}\n\n富士山の高さは3776メートルである。", encoding="utf-8")
    for asked in ("東京タワーの高さは？", "塔が完成したのは何年ですか。"):
        first, second = opened(tmp_path).search([asked])[0]
        assert first.text == f"高いもの。{tower}" and first.score > second.score
        assert second.text == "高いもの。富士山の高さは3776メートルである。"


@pytest.mark.slow
def test_figures_of_the_sample(sample: Path, setting: object) -> None:
    setting(passages=3, passage_floor=-1)  # type: ignore[operator]
    questions = [one for one in read_questions(sample)[0].questions if one.no in covered()]
    for language, other_side in (("ja", ".en."), ("en", ".ja.")):
        found = opened().search([one.sides[language].text for one in questions])  # type: ignore[index]
        ranks = [
            ([p.source for p in passages] + [covered()[one.no]]).index(covered()[one.no]) + 1
            for one, passages in zip(questions, found, strict=True)
        ]
        across = [rank for one, rank in zip(questions, ranks, strict=True) if other_side in covered()[one.no]]
        assert np.mean(np.array(ranks) == 1) > 0.8
        assert np.mean(np.array(ranks) <= 3) > 0.9
        assert np.mean(np.array(across) <= 3) > 0.85


def test_what_nothing_is_said_of_gets_no_passage() -> None:
    asked = ["「歌う」という言葉の反対は何ですか。", "What is 3 plus 4?", "Is a banana a fruit or a vegetable?", ""]
    assert opened().search(asked) == [()] * 4
    assert opened().search([]) == []


class Counting:
    """The real encoder, counting what it encodes."""

    name = "embedded"

    def __init__(self) -> None:
        self.texts = 0

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.texts += len(texts)
        return load_encoder().encode(texts)


def test_vectors_are_computed_once(tmp_path: Path) -> None:
    counting, path = Counting(), tmp_path / "v.npy"
    first = KeptEmbeddings(counting, path).embed_documents(["東京", "Tokyo"])
    assert np.allclose(KeptEmbeddings(counting, path).embed_documents(["東京", "Tokyo"]), first)
    assert counting.texts == 2
    path.write_bytes(b"broken")
    assert np.allclose(KeptEmbeddings(counting, path).embed_documents(["東京", "Tokyo"]), first)
    assert counting.texts == 4


def test_both_stores_find_the_same(setting: object) -> None:
    pytest.importorskip("faiss")
    pytest.importorskip("langchain_community")
    asked = ["オーストラリアの首都はどこでしょうか。", "Who painted the “Mona Lisa”?"]
    memory = opened().search(asked)
    setting(vector_store="faiss")  # type: ignore[operator]
    knowledge._open.cache_clear()
    faiss = opened().search(asked)
    knowledge._open.cache_clear()
    assert [[one.source for one in found] for found in faiss] == [[one.source for one in found] for found in memory]
    assert np.allclose([found[0].score for found in faiss], [found[0].score for found in memory], atol=1e-3)


def test_a_store_without_its_packages_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(__import__("sys").modules, "langchain_community.vectorstores", None)
    with pytest.raises(SettingsError, match="pip install langchain-community faiss-cpu"):
        vectors.vector_store("faiss", [], KeptEmbeddings(Counting(), tmp_path / "v.npy"))


# -- arms -----------------------------------------------------------------------------------------------------------


def small(folder: Path, text: str = "東京タワーの高さは333メートルである。") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "塔.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.slow
def test_an_arm_is_known_by_what_its_folder_holds(tmp_path: Path, setting: object) -> None:
    one = planned(Arm(retrieval=str(small(tmp_path / "a"))))
    assert one.label == "embedded · qa · a"
    assert planned(one) == one
    assert planned(Arm(retrieval=str(small(tmp_path / "b")))).key == one.key
    changed = planned(Arm(retrieval=str(small(tmp_path / "a", "東京タワーは333メートルの塔である。"))))
    assert changed.key != one.key
    found = open_knowledge(one)
    assert found and "高さは333メートル" in found.search(["東京タワーの高さは何メートルですか。"])[0][0].text
    setting(passages=2)  # type: ignore[operator]
    assert planned(Arm(retrieval=str(small(tmp_path / "a")))).key != one.key


def test_arms_without_retrieval_keep_the_keys_they_had() -> None:
    assert Arm().key == Arm(wording="x").key
    assert json.loads(json.dumps(Arm().knowledge)) == ""
    assert planned(Arm()).retrieval == "none"


@pytest.mark.slow
def test_arms_that_look_alike_are_refused_and_equal_ones_are_one(tmp_path: Path) -> None:
    first, second = small(tmp_path / "x" / "base"), small(tmp_path / "y" / "base")
    assert len(planned_arms([Arm(retrieval=str(first)), Arm(retrieval=str(second)), Arm()])) == 2
    small(second, "エッフェル塔の高さは330メートルである。")
    with pytest.raises(NarabeError, match="rename a folder"):
        planned_arms([Arm(retrieval=str(first)), Arm(retrieval=str(second))])


def test_a_prompt_without_a_place_for_passages_is_refused(tmp_path: Path) -> None:
    keep(edited("short", dict.fromkeys(("ja", "en"), Wording("{question}"))))
    with pytest.raises(NarabeError, match="short has no place for passages"):
        planned(Arm(prompt="short", retrieval=str(small(tmp_path / "a"))))


# -- prompts and runs -----------------------------------------------------------------------------------------------


def test_passages_never_crowd_out_the_question(tiny_model: Path, tmp_path: Path, setting: object) -> None:
    setting(passages=20, passage_floor=-1)  # type: ignore[operator]
    base = small(
        tmp_path / "a",
        "".join(f"第{n}の塔の高さは{n}メートルで、海の近くに立っている古い塔である。" for n in range(99)),
    )
    model = load_model(str(tiny_model))
    asked, decoding = "第7の塔の高さは？", Decoding(max_new_tokens=40)
    for given, most in ((None, 1_500), (model, 2_048)):
        sent = prompts(template("plain"), "ja", [asked], knowledge=opened(base), model=given, decoding=decoding)[0]
        assert asked in sent.text and all(one.text in sent.text for one in sent.passages)
        assert 1 <= len(sent.passages) < 20 and len(sent.context) <= most
    assert model.fits(sent.text, decoding)


def test_a_run_keeps_its_passages_when_the_folder_is_gone(tiny_model: Path, tmp_path: Path) -> None:
    base = small(tmp_path / "塔")
    sides: dict[Language, Side] = {
        "ja": Side("東京タワーの高さは？", ("333メートル",)),
        "en": Side("What is 2 + 2?", ("4",)),
    }
    store = Store(f"sqlite:///{tmp_path / 'n.sqlite3'}")
    arm = Arm(str(tiny_model), "plain", decoding=Decoding(max_new_tokens=4))
    arms = [arm, Arm(arm.model, arm.prompt, str(base), arm.decoding)]
    run = pipeline.plan_run(store, QuestionSet("q", "c" * 64, (Question("1", "t", sides),)), arms, ["ja", "en"])
    (base / "塔.txt").unlink()
    pipeline.execute(store, run, keep_going=lambda: True, stage=lambda *_: None)
    found = {(one.item.language, one.item.arm.retrieval_name): one.answer for one in store.graded_run(run.id)}
    with_passage = found["ja", "塔"]
    assert with_passage and [one.source for one in with_passage.passages] == ["塔.txt"]
    assert sum(bool(answer and answer.passages) for answer in found.values()) == 1
    pipeline.export(store, run.id, tmp_path / "out.xlsx")
