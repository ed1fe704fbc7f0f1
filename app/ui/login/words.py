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
        "パスワードの誤りが続いたため、{seconds}秒後にもう一度お試しください。",
        "Too many wrong passwords. Try again in {seconds} s.",
    ),
    "login.hub": ("Hugging Face でログイン", "Log in with Hugging Face"),
    "login.state": (
        "ログインの途中で時間が経ったか、別のブラウザーで始めたログインです。もう一度お試しください。",
        "That login took too long, or was begun in another browser. Please try again.",
    ),
    "login.hub_fails": (
        "Hugging Face でのログインを完了できませんでした。少し待ってからもう一度お試しください。",
        "Hugging Face could not complete the login. Please try again in a moment.",
    ),
    "login.member": (
        "このサーバーに参加できる組織のメンバーではありません。管理者にお尋ねください。",
        "You are not in an organisation that may come in here. Ask the admin.",
    ),
    "login.taken": (
        "同じ名前のユーザーがこのサーバーにすでにいます。管理者にお尋ねください。",
        "This server has a user of that name already. Ask the admin.",
    ),
    "login.note": (
        "評価はログインした名前で保存されます。",
        "Your verdicts are kept under the name you log in with.",
    ),
}
