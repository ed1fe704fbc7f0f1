"""The words that every page has, and the states of a run."""

TEXTS: dict[str, tuple[str, str]] = {
    "app.language": ("表示言語", "Language"),
    "app.home": ("Narabe の最初の画面へ", "Narabe, back to the start"),
    "app.login": ("ログイン", "Log in"),
    "app.logout": ("ログアウト", "Log out"),
    "tab.questions": ("質問", "Questions"),
    "tab.run": ("実行", "Run"),
    "tab.review": ("レビュー", "Review"),
    "tab.results": ("結果", "Results"),
    "state.queued": ("待機中", "waiting"),
    "state.running": ("実行中", "running"),
    "state.paused": ("一時停止", "paused"),
    "state.cancelled": ("中止", "cancelled"),
    "state.failed": ("失敗", "failed"),
    "state.done": ("完了", "done"),
    "state.version": ("質問セット 第{n}版", "question set version {n}"),
    "language.ja": ("日本語", "Japanese"),
    "language.en": ("英語", "English"),
    "language.both": ("両言語", "both"),
    "fault.title": ("うまくいきませんでした", "That did not work"),
    "fault.unexpected": (
        "サーバーで予期しないエラーが起きました。ページを再読み込みしてもう一度お試しください。"
        "続く場合は、サーバーのログをご確認ください。",
        "Something unexpected went wrong on the server. Reload the page and try again. "
        "If it happens again, see the server’s log.",
    ),
    "fault.request": (
        "送られた内容がこの操作に合いません。ページを再読み込みしてもう一度お試しください。",
        "What was sent does not fit this action. Reload the page and try again.",
    ),
    "fault.locked": (
        "ほかのプログラムがデータベースを使用中のため、待ち時間内に処理できませんでした。"
        "少し待ってからもう一度お試しください。",
        "Another program keeps the database locked, and this had to wait too long. Please try again in a moment.",
    ),
    "fault.warning": ("ご注意", "Warning"),
    "fault.connection": ("接続が切れました", "Connection lost"),
    "fault.connection_lost": (
        "サーバーとの接続が切れました。つながり次第、自動で再開します。",
        "The connection to the server was lost. The page goes on by itself as soon as it is back.",
    ),
    "fault.busy": (
        "サーバーが混み合っています。少し待ってからもう一度お試しください。",
        "The server is busy. Please try again in a moment.",
    ),
}
