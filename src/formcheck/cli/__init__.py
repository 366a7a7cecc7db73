"""Commands: arguments become objects, results become text. No logic of exercises lives here.

Everything heavy is imported inside the command that needs it, so that help answers at once.
"""

from __future__ import annotations

import sys
from io import TextIOWrapper
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from formcheck import __version__
from formcheck.cli import checking, guide, history, programme, session, sets
from formcheck.cli.output import INTERRUPTED, say
from formcheck.errors import FormcheckError


class Commands(TyperGroup):
    """All of them. That nobody asked for their help is False from the start, not None.

    Typer would turn a None into a bool with the help of Pydantic, which takes as long to load as all the rest.
    """

    def get_help_option(self, ctx: Any) -> Any:
        """The option `--help`."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.default = False
        return option


app = typer.Typer(
    cls=Commands,
    name="formcheck",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for command in (
    sets.demo,
    guide.exercises,
    guide.setup,
    programme.programme,
    sets.analyze,
    sets.live,
    session.session,
    sets.replay,
    checking.verify,
    guide.models,
):
    app.command()(command)
app.add_typer(history.history, name="history")


def _tell_version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="Tell the version and end.")
    ] = False,
) -> None:
    """A webcam form checker for exercises that help outer-knee pain. Form feedback, not medical advice."""


def main() -> NoReturn:
    """Run a command; what formcheck can explain ends in one line and exit code 1."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without ± and – is still a terminal
    try:
        app()
    except FormcheckError as error:
        say(f"formcheck: {error}")
        sys.exit(1)
    except KeyboardInterrupt:
        say("formcheck: interrupted")
        sys.exit(INTERRUPTED)
    except OSError as error:  # without a file's name it is of what is printed, which may go into a full disk
        what = error.filename or "the results cannot be printed"
        say(f"formcheck: {what}: {error.strerror or error}. Make room, or mend the permissions.")
        sys.exit(1)
    sys.exit(0)
