"""The words of the prompts: seen and edited on the Run tab."""

TEXTS: dict[str, tuple[str, str]] = {
    "prompts.title": ("プロンプトの確認と編集", "See and edit the prompts"),
    "prompts.hint": (
        "モデルに送られる文章を、そのまま確認できます。書き換えて、自分の名前で保存することもできます。",
        "Exactly what the model is sent. You can change the words and keep them under a name of your own.",
    ),
    "prompts.which": ("プロンプト", "Prompt"),
    "prompts.question": ("プレビューする質問", "Question to preview"),
    "prompts.knowledge": ("検索する資料", "Passages from"),
    "prompts.text": ("検索なしのとき", "Without passages"),
    "prompts.passages": ("文章が見つかったとき（空なら検索は使えません）", "With passages (empty: no retrieval)"),
    "prompts.system": ("システムプロンプト", "System prompt"),
    "prompts.stop": (
        "回答の終わりの目印（1行に1つ、改行は \\n）",
        "Ends of an answer (one a line, \\n for a line break)",
    ),
    "prompts.edit": ("書き換える", "Edit"),
    "prompts.fields": (
        "{question} が質問に、{context} が見つかった文章に置き換わります。波かっこそのものは二つ重ねて書きます。",
        "{question} becomes the question, {context} the passages found. Double a brace that is meant as it stands.",
    ),
    "prompts.chat": ("チャットモデル用", "For chat models"),
    "prompts.chat_hint": (
        "チャットテンプレートを持つモデルには、会話として送ります。",
        "Models with a chat template are asked through it.",
    ),
    "prompts.name": ("保存する名前", "Keep as"),
    "prompts.keep": ("保存する", "Keep"),
    "prompts.kept": ("「{name}」として保存しました", "Kept as “{name}”"),
    "prompts.not_kept": ("保存できませんでした", "Not kept"),
    "prompts.remove": ("このプロンプトを削除", "Delete this prompt"),
    "prompts.removed": ("「{name}」を削除しました", "“{name}” was deleted"),
    "prompts.removed_note": (
        "文面はここに残っています。「保存する」で元に戻せます。これまでの実行の文面は変わりません。",
        "Its words are still here: Keep brings it back. Runs keep the words that they used.",
    ),
    "prompts.not_removed": ("削除できませんでした", "Not deleted"),
    "prompts.wrong": ("このままでは使えません", "These words cannot be used"),
    "prompts.sent": ("送られる文章", "What is sent"),
    "prompts.sent_system": ("システム", "System"),
    "prompts.sent_user": ("ユーザー", "User"),
    "prompts.wrapped": (
        "チャットモデルには、そのモデルの書式で送ります。それ以外のモデルには、続けて書く文章として送ります。",
        "A chat model gets this in its own form, any other model as one text to continue.",
    ),
    "prompts.found": ("入る文章", "Passages in it"),
    "prompts.none_found": (
        "十分に近い文章がないので、検索なしの文章になります。",
        "No passage is near enough, so this question gets the prompt without passages.",
    ),
    "prompts.example_ja": ("日本の首都はどこですか？", "日本の首都はどこですか？"),
    "prompts.example_en": ("What is the capital of Japan?", "What is the capital of Japan?"),
}
