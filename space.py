"""Where a Hugging Face Space starts: the app, open to the Space's own proxy."""

from app.cli.serving import serve

if __name__ == "__main__":
    serve(host="0.0.0.0", port=7860)  # noqa: S104 - a Space reaches the app from outside its container
