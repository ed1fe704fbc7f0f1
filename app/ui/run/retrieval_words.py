"""The words of retrieval: the choice of knowledge bases on the Run tab, and the passages of an answer."""

TEXTS: dict[str, tuple[str, str]] = {
    "retrieval.title": ("検索（RAG）", "Retrieval"),
    "retrieval.hint": (
        "資料から見つけた文章をプロンプトに入れます。「検索なし」と両方を選ぶと比べられます。",
        "Puts passages found in your files into the prompt. Choose “no retrieval” too, and the two are compared.",
    ),
    "retrieval.none": ("検索なし", "no retrieval"),
    "retrieval.sample": ("サンプル資料（30件）", "sample knowledge base (30 articles)"),
    "retrieval.missing": ("検索の有無を選んでください。", "Choose retrieval or no retrieval."),
    "retrieval.files": ("ファイル（.txt / .md / .pdf / .csv / .xlsx）", "Files (.txt, .md, .pdf, .csv, .xlsx)"),
    "retrieval.name": ("名前", "Name"),
    "retrieval.keep": ("追加する", "Add"),
    "retrieval.no_files": ("ファイルを選んでください。", "Choose files first."),
    "retrieval.failed": ("追加できませんでした", "Not added"),
    "retrieval.kept": ("「{name}」を追加しました", "“{name}” was added"),
    "retrieval.add": ("自分の資料を追加・削除", "Add or delete files of your own"),
    "retrieval.own": ("削除する資料", "Knowledge base to delete"),
    "retrieval.remove": ("削除する", "Delete"),
    "retrieval.removed": ("「{name}」を削除しました", "“{name}” was deleted"),
    "retrieval.removed_note": (
        "これまでの実行は、使った文章を残しています。",
        "Runs keep the passages that they used.",
    ),
    "retrieval.not_removed": ("削除できませんでした", "Not deleted"),
}
