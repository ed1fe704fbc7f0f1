"""The command line: its commands, in the order in which they are listed.

Models, database and statistics take seconds to import: each command imports what it needs, and `check` nothing of it.
"""

from __future__ import annotations

import sys

import typer

from app.cli.auditing import audit
from app.cli.checking import check
from app.cli.console import complain
from app.cli.keeping import backup, restore
from app.cli.results import calibrate, export, export_questions, import_, report
from app.cli.running import models, run, runs
from app.cli.serving import serve, work
from app.cli.users import users
from app.errors import InputError, NarabeError

app = typer.Typer(add_completion=False, help="Grades a language model's Japanese and English answers side by side.")
app.command()(serve)
app.command()(check)
app.command()(run)
app.command()(runs)
app.command()(report)
app.command()(export)
app.command("export-questions")(export_questions)
app.command("import")(import_)
app.command()(calibrate)
app.command()(models)
app.command()(backup)
app.command()(restore)
app.command()(audit)
app.add_typer(users, name="users")
app.command(hidden=True)(work)


@app.callback(invoke_without_command=True)
def default(context: typer.Context) -> None:
    """Serve, when no command is named."""
    if context.invoked_subcommand is None:
        serve()


def main() -> None:
    """Run the command line; what the user can fix is one clear line each, never a traceback."""
    try:
        app()
    except InputError as error:
        complain(str(error))
        sys.exit(2)
    except NarabeError as error:
        complain(f"error: {error}")
        sys.exit(2)
