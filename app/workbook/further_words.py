"""Names of columns and facts in the sheets beside `Answers`, in both languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from app.records import Language

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
    "judge: calibration": "自動判定の調整",
}
_ARM = re.compile(r"arm (\d+)")
_VERSION = re.compile(r"version of (.+)")


def column(name: str, language: Language) -> str:
    """A column's name in the workbook's language."""
    return _COLUMNS.get(name, name) if language == "ja" else name


def fact(name: str, language: Language) -> str:
    """A fact's name in the workbook's language; of an arm, what its settings are called stays.

    >>> fact("arm 2 temperature", "ja"), fact("version of torch", "ja")
    ('比較条件 2 temperature', 'torch のバージョン')
    """
    if language == "en":
        return name
    return _FACTS.get(name) or _VERSION.sub(r"\1 のバージョン", _ARM.sub(r"比較条件 \1", name))


@cache
def english_facts() -> Mapping[str, str]:
    """A fact's Japanese name → its English one."""
    return {japanese: name for name, japanese in _FACTS.items()}
