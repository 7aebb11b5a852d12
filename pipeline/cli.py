"""The command `abspann`: arguments in, messages and exit status out; what it does stands elsewhere."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.errors import PipelineError
from pipeline.version import __version__

if TYPE_CHECKING:
    from pipeline.batch.run import Summary
    from pipeline.read.inputs import Input

# Exit status of CONTRACT: all well, something failed or differs (the rest is there), nothing was done.
WELL, DIFFERS, NOTHING = 0, 1, 2
SHOWN_FAILURES = 20

RUN_EXAMPLES = """
Examples:

  abspann run seeds --output output

  abspann run pages/ more/page.txt --output tables --vocabulary my-words.toml

Exit status: 0 if no input failed, 1 if some did (the rest is written), 2 if nothing was written.
"""
VERIFY_EXAMPLES = """
Example:

  abspann verify output

Exit status: 0 if all is well, 1 if something differs, 2 if there is nothing to check.
"""

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)


def main() -> None:
    """Run the command; an error that the user can mend is shown without a traceback."""
    try:
        app()
    except PipelineError as error:
        _say(str(error))
        sys.exit(NOTHING)
    except Exception:
        traceback.print_exc()
        _say("this is a mistake in Abspann: nothing was written; please report it with the lines above")
        sys.exit(NOTHING)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"abspann {__version__}")
        raise typer.Exit


@app.callback()
def _abspann(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Turn German and English pages about films, series and stage works into tables of credits with their sources."""


@app.command("run", epilog=RUN_EXAMPLES)
def _run(
    inputs: Annotated[list[Path], typer.Argument(metavar="INPUT...", help="Files, and folders of .txt and .md files.")],
    output: Annotated[Path, typer.Option(metavar="DIR", help="Folder for the tables; made if missing.")],
    settings: Annotated[Path | None, typer.Option(metavar="FILE", help="Settings (TOML).")] = None,
    vocabulary: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="Your own role and heading words (TOML, form of de.toml); may be repeated."),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show errors only.")] = False,
) -> None:
    """Read pages and write the tables, as Parquet and CSV."""
    from pipeline.batch.run import run
    from pipeline.settings import load_settings

    summary = run(
        inputs,
        output,
        load_settings(settings, tuple(vocabulary or ())),
        watch=iter if quiet else _progress,
    )
    _show_failures(summary)
    if not quiet:
        _show_summary(summary)
    if summary.failures:
        raise typer.Exit(DIFFERS)


@app.command("verify", epilog=VERIFY_EXAMPLES)
def _verify(
    output: Annotated[Path, typer.Argument(metavar="OUTPUT", help="Folder that a run wrote.")],
) -> None:
    """Check the tables of a run: every quote against its source, every key, CSV against Parquet."""
    from pipeline.verify import verify

    n = 0
    for difference in verify(output):
        n += 1
        _say(str(difference))
    if n:
        _say(f"{n} difference{'s' if n > 1 else ''}")
        raise typer.Exit(DIFFERS)
    typer.echo(f"{output}: all quotes, keys and checksums are right")


def _progress(inputs: Sequence[Input]) -> Iterable[Input]:
    """A bar on the terminal's standard error; nothing where that is no terminal."""
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    return track(inputs, "Reading", console=console, transient=True, disable=not console.is_terminal)


def _show_failures(summary: Summary) -> None:
    for source, error in summary.failures[:SHOWN_FAILURES]:
        _say(f"{source}: {error}")
    if len(summary.failures) > SHOWN_FAILURES:
        rest = len(summary.failures) - SHOWN_FAILURES
        _say(f"… and {rest} more: see column `error` of documents.csv")


def _show_summary(summary: Summary) -> None:
    statuses = ", ".join(f"{n} {status.replace('_', ' ')}" for status, n in sorted(summary.statuses.items()))
    for name, value in (
        ("documents", f"{sum(summary.statuses.values()):,} ({statuses})"),
        ("credits", f"{summary.credits:,}, from {summary.claims:,} claims"),
        ("works", f"{summary.works:,}"),
        ("failures", f"{len(summary.failures):,}"),
        ("seconds", f"{summary.seconds:.1f}"),
        ("tables", f"{summary.output}"),
    ):
        typer.echo(f"{name:<9}  {value}")


def _say(message: str) -> None:
    typer.echo(message, err=True)
