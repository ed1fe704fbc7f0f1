"""The words of the decoding settings on the Run tab."""

TEXTS: dict[str, tuple[str, str]] = {
    "decoding.title": ("生成の設定", "Decoding"),
    "decoding.preset": ("プリセット", "Preset"),
    "decoding.preset_hint": (
        "モデル・プロンプト・生成の設定をまとめて選びます。あとから変えられます。",
        "Fills in model, prompt and decoding together; each can be changed afterwards.",
    ),
    "decoding.usual": ("標準（貪欲法・短い回答）", "Usual: greedy, short answers"),
    "decoding.preset_original": (
        "元の実験：h2oGPT 13B（要 GPU）",
        "Original experiment: h2oGPT 13B (GPU)",
    ),
    "decoding.max_new_tokens": ("回答の長さの上限（トークン）", "Longest answer, in tokens"),
    "decoding.temperature": ("温度", "Temperature"),
    "decoding.greedy": (
        "0 は貪欲法で、同じ質問にはいつも同じ回答になります。",
        "0 is greedy: the same question always gets the same answer.",
    ),
    "decoding.top_p": ("top-p", "Top-p"),
    "decoding.repetition_penalty": ("繰り返しのペナルティ", "Repetition penalty"),
}
