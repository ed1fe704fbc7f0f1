"""The words of the login page."""

TEXTS: dict[str, tuple[str, str]] = {
    "login.title": ("ログイン", "Log in"),
    "login.lead": (
        "日本語と英語の回答を、並べて評価する。",
        "Grade Japanese and English answers side by side.",
    ),
    "login.user": ("ユーザー名", "User name"),
    "login.password": ("パスワード", "Password"),
    "login.enter": ("ログイン", "Log in"),
    "login.wrong": (
        "ユーザー名またはパスワードが違います。",
        "The user name or the password is wrong.",
    ),
    "login.wait": (
        "パスワードの誤りが続いたため、{seconds} 秒後にもう一度お試しください。",
        "Too many wrong passwords. Try again in {seconds} s.",
    ),
    "login.note": (
        "評価はログインした名前で保存されます。",
        "Your verdicts are kept under the name you log in with.",
    ),
}
