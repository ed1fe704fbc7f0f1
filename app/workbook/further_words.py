"""Names of columns and facts in the sheets beside `Answers`, in both languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from app.records import CellValue, Language

_COLUMNS = {
    "id": "番号",
    "time (UTC)": "時刻（UTC）",
    "reviewer": "レビュアー",
    "type": "種類",
    "arm": "比較条件",
    "language": "質問の言語",
    "verdict": "評価",
    "language_ok": "言語の適否",
    "comment": "コメント",
    "judgement_visible": "自動判定の表示",
    "carried from": "引き継ぎ元",
    "tags": "誤りの種類",
    "score": "点数",
    "flag": "再確認",
    "rank": "順位",
    "similarity": "類似度",
    "source": "出典",
    "passage": "文書の抜粋",
    "version": "版",
    "change": "変更",
    "instruction": "質問",
    "response": "参照解答",
}
_FACTS = {
    "blind": "自動判定を見ずに評価",
    "run": "実行",
    "name": "名前",
    "state": "状態",
    "message": "メッセージ",
    "input": "入力ファイル",
    "input SHA-256": "入力ファイルの SHA-256",
    "question set version": "質問の版",
    "references version": "参照解答の版",
    "questions": "質問数",
    "languages": "言語",
    "items": "回答すべき数",
    "answered": "回答数",
    "errors": "エラー数",
    "created (UTC)": "作成（UTC）",
    "updated (UTC)": "更新（UTC）",
    "last verdict": "最後の評価の番号",
    "samples": "1問あたりの回答数",
    "judge: calibration": "自動判定の調整",
    "judge: entailment model": "自動判定の補助：含意モデル",
    "judge: language model": "自動判定の補助：言語モデル",
    "judge: prompt": "自動判定の補助：プロンプト",
}
_SETTINGS = {
    "key": "識別子",
    "model": "モデル",
    "revision": "リビジョン",
    "prompt": "プロンプト",
    "prompt version": "プロンプトの版",
    "prompt words": "プロンプトの文面",
    "retrieval": "検索",
    "knowledge": "検索する文書の識別子",
    "max_new_tokens": "最大トークン数",
    "temperature": "温度（temperature）",
    "top_p": "上位の確率（top_p）",
    "repetition_penalty": "繰り返しの抑制（repetition_penalty）",
}
"""What an arm's settings are called."""
_VALUES = {
    "queued": "待機中",
    "running": "実行中",
    "paused": "一時停止",
    "cancelled": "中止",
    "failed": "エラーで停止",
    "done": "完了",
    "accepted": "追加",
    "withdrawn": "取り消し",
    "none: the shipped rule": "なし（標準の規則）",
}
"""States of runs, changes of references, and what else stands in cells."""
_ARM = re.compile(r"arm (\d+)(?: (.+))?")
_ARM_JA = re.compile(r"比較条件 (\d+)(?: (.+))?")
_VERSION = re.compile(r"version of (.+)")


def column(name: str, language: Language) -> str:
    """A column's name in the workbook's language."""
    return _COLUMNS.get(name, name) if language == "ja" else name


def fact(name: str, language: Language) -> str:
    """A fact's name in the workbook's language.

    >>> fact("arm 2 temperature", "ja"), fact("version of torch", "ja")
    ('比較条件 2 温度（temperature）', 'torch のバージョン')
    """
    if language == "en":
        return name
    if arm := _ARM.fullmatch(name):
        return f"比較条件 {arm[1]} {_SETTINGS.get(arm[2], arm[2])}" if arm[2] else f"比較条件 {arm[1]}"
    return _FACTS.get(name) or _VERSION.sub(r"\1 のバージョン", name)


def worded(word: CellValue, language: Language) -> CellValue:
    """What a cell says, in the workbook's language; what is no word of Narabe's stays as it is."""
    return _VALUES.get(word, word) if language == "ja" and isinstance(word, str) else word


def english_fact(name: str) -> str:
    """A fact's English name, from its name in either language.

    >>> english_fact("比較条件 2 モデル"), english_fact("arm 2 model"), english_fact("実行")
    ('arm 2 model', 'arm 2 model', 'run')
    """
    if arm := _ARM_JA.fullmatch(name):
        return f"arm {arm[1]} {_english_settings().get(arm[2], arm[2])}" if arm[2] else f"arm {arm[1]}"
    return _english_facts().get(name, name)


@cache
def _english_facts() -> Mapping[str, str]:
    return {japanese: name for name, japanese in _FACTS.items()}


@cache
def _english_settings() -> Mapping[str, str]:
    return {japanese: name for name, japanese in _SETTINGS.items()}
