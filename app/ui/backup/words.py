"""The words of the line that says how far the store is kept."""

TEXTS: dict[str, tuple[str, str]] = {
    "backup.kept": ("{time} までの内容をバックアップ済み", "Backed up as of {time}"),
    "backup.behind": (
        "バックアップが遅れています（最後は {time}）。サーバーのログをご確認ください。",
        "The backup is behind (last kept at {time}). See the server’s log.",
    ),
    "backup.none": (
        "まだ一度もバックアップできていません。サーバーのログをご確認ください。",
        "Nothing has been backed up yet. See the server’s log.",
    ),
    "backup.elsewhere": (
        "別のサーバーが同じ場所にバックアップしています。このサーバーの内容はもう保存されません（最後は {time}）。",
        "Another server keeps its backup in the same place: this one’s is no longer kept (last at {time}).",
    ),
}
