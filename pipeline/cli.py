"""The command `abspann`: arguments in, messages and exit status out; what it does stands elsewhere."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.batch.options import MEMORY_MB, TIMEOUT
from pipeline.errors import PipelineError
from pipeline.version import __version__

if TYPE_CHECKING:
    from pipeline.batch.run import Summary

# Exit status of CONTRACT: all well, something failed or differs (the rest is there), nothing was done. 130 is
# what shells say of a command that Ctrl-C ended.
WELL, DIFFERS, NOTHING, INTERRUPTED = 0, 1, 2, 130
STDIN = Path("-")
SHOWN_FAILURES = 20

RUN_EXAMPLES = """
Examples:

  abspann run seeds --output output

  abspann run pages/ more/page.txt --output tables --vocabulary my-words.toml

  find crawl -name '*.html' | abspann run - --output tables --workers 8 --timeout 60

  abspann run films.jsonl --text-field body --id-field url --output tables --format jsonl

Exit status: 0 if no input failed, 1 if some did (the rest is written), 2 if nothing was written, 130 if it was stopped
(the same command goes on).
"""
VERIFY_EXAMPLES = """
Example:

  abspann verify output

Exit status: 0 if all is well, 1 if something differs, 2 if there is nothing to check.
"""

EVALUATE_EXAMPLES = """
Examples:

  abspann evaluate my_gold

  abspann evaluate my_gold --floors floors.toml --html mistakes.html

  abspann evaluate my_gold --floors floors.toml --update-floors

Exit status: 0 if all is well, 1 if a figure is below its floor, 2 if nothing could be evaluated.
"""
COMPARE_EXAMPLES = """
Examples:

  abspann compare output-before output-after --csv changes.csv

  abspann compare output-before output-after --fail-on lost

Exit status: 0, 1 if there are changes of a kind named by --fail-on, 2 if a folder holds no tables.
"""
REPORT_EXAMPLES = """
Examples:

  abspann report output

  abspann report output --html films.html --sources /data/pages

Exit status: 0, or 2 if the folder holds no run or nothing could be written.
"""
EXPLAIN_EXAMPLES = """
Examples:

  abspann explain page.txt

  abspann explain page.txt --line 40

Exit status: 0, or 2 if the page cannot be read or has no such line.
"""
CONVERT_EXAMPLES = """
Example:

  abspann gold convert my_gold/*.gold --output my_json

Exit status: 0, or 2 if a file is wrong or there already.
"""
DRAFT_EXAMPLES = """
Example:

  abspann gold draft pages/page.txt --output my_gold

Exit status: 0, 1 if a page cannot be read, 2 if a file cannot be written.
"""
CHECK_EXAMPLES = """
Example:

  abspann gold check my_gold

Exit status: 0 if there are only doubts or nothing, 1 if something is wrong, 2 if there is nothing to check.
"""


class Engine(StrEnum):
    """What carries a run out."""

    LOCAL = "local"
    RAY = "ray"


class Grouping(StrEnum):
    """What an evaluation can be grouped by."""

    LANGUAGE = "language"
    LAYOUT = "layout"
    PAGE = "page"


class Kind(StrEnum):
    """The kinds of changes between two runs."""

    GAINED = "gained"
    LOST = "lost"
    CHANGED = "changed"


app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)


gold = typer.Typer(no_args_is_help=True, help="Write, convert and check gold pages.")
app.add_typer(gold, name="gold")

SettingsFile = Annotated[Path | None, typer.Option(metavar="FILE", help="Settings (TOML).")]


def main() -> None:
    """Run the command; an error that the user can mend is shown without a traceback."""
    # Arrow's own allocators hold on to what long runs have freed.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
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
    inputs: Annotated[
        list[Path], typer.Argument(metavar="INPUT...", help="Files, folders, patterns; - reads a list of paths.")
    ],
    output: Annotated[Path, typer.Option(metavar="DIR", help="Folder for the tables; made if missing.")],
    settings: SettingsFile = None,
    vocabulary: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="Your own role and heading words (TOML, form of de.toml); may be repeated."),
    ] = None,
    include: Annotated[
        list[str] | None, typer.Option(metavar="PATTERN", help="Of folders, read only such files; may be repeated.")
    ] = None,
    exclude: Annotated[
        list[str] | None, typer.Option(metavar="PATTERN", help="Of folders, leave out such files; may be repeated.")
    ] = None,
    text_field: Annotated[
        str | None, typer.Option(metavar="NAME", help="Field of records that holds the text.")
    ] = None,
    id_field: Annotated[str | None, typer.Option(metavar="NAME", help="Field of records that names them.")] = None,
    workers: Annotated[
        int | None, typer.Option(min=0, metavar="N", help="Worker processes; all cores by default, 0 for none.")
    ] = None,
    timeout: Annotated[float, typer.Option(min=0.1, metavar="SECONDS", help="What one document may take.")] = TIMEOUT,
    memory: Annotated[int, typer.Option(min=1, metavar="MB", help="What documents may take in a worker.")] = MEMORY_MB,
    engine: Annotated[Engine, typer.Option(help="Where documents are read: here, or on a Ray cluster.")] = Engine.LOCAL,
    ray_address: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="The Ray cluster; one of its own if none is named.")
    ] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Read all inputs again, whatever was read before.")] = False,
    formats: Annotated[
        list[str] | None,
        typer.Option("--format", help="csv, parquet or jsonl; may be repeated. Default: csv, parquet."),
    ] = None,
    csv_safe: Annotated[
        bool, typer.Option("--csv-safe", help="Guard CSV cells that a spreadsheet would run as a formula.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show errors only.")] = False,
    log_json: Annotated[bool, typer.Option("--log-json", help="Tell everything as lines of JSON.")] = False,
) -> None:
    """Read pages and write the tables.

    A run that was stopped goes on where it was, and a run over inputs that changed reads only these: give the same
    command again.
    """
    from pipeline.batch.options import RunOptions, available_cores
    from pipeline.batch.progress import open_progress
    from pipeline.batch.run import Interrupted, run
    from pipeline.settings import load_settings

    options = RunOptions(
        workers=available_cores() if workers is None else workers,
        timeout=timeout,
        memory=memory,
        engine=engine.value,
        ray_address=ray_address,
        fresh=fresh,
        include=tuple(include or ()),
        exclude=tuple(exclude or ()),
        formats=tuple(formats or RunOptions().formats),
        csv_safe=csv_safe,
    )
    chosen = load_settings(settings, tuple(vocabulary or ())).with_fields(text_field, id_field)
    progress = open_progress("quiet" if quiet else "json" if log_json else "auto")
    try:
        summary = run(_paths(inputs), output, chosen, options, progress)
    except Interrupted as interrupted:
        _say(f"stopped; {interrupted}: give the same command to go on")
        raise typer.Exit(INTERRUPTED) from None
    if log_json:
        typer.echo(summary.as_json(), err=True)
    else:
        _show_failures(summary)
    if not quiet and not log_json:
        _show_summary(summary)
    if summary.statuses.get("failed"):
        raise typer.Exit(DIFFERS)


def _paths(arguments: Sequence[Path]) -> Iterator[Path]:
    """The arguments, with the paths on standard input, one a line, in the place of `-`."""
    for path in arguments:
        if path == STDIN:
            yield from (Path(line) for line in sys.stdin.read().splitlines() if line.strip())
        else:
            yield path


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


@app.command("evaluate", epilog=EVALUATE_EXAMPLES)
def _evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Folder of gold pages, or one of them.")],
    floors: Annotated[Path | None, typer.Option(metavar="FILE", help="Floors (TOML) that must be kept.")] = None,
    update_floors: Annotated[bool, typer.Option("--update-floors", help="Raise the floors to the figures.")] = False,
    json: Annotated[Path | None, typer.Option(metavar="FILE", help="Write all figures and mistakes.")] = None,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Write a page of figures and mistakes.")] = None,
    by: Annotated[Grouping, typer.Option(help="What the overview is grouped by.")] = Grouping.LANGUAGE,
    settings: SettingsFile = None,
    vocabulary: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="Your own words (TOML); may be repeated.")
    ] = None,
) -> None:
    """Run the pipeline over gold pages and score every stage."""
    from pipeline.evaluate.command import evaluate_folder, write_reports
    from pipeline.evaluate.floors import check_floors
    from pipeline.evaluate.show import show_evaluation
    from pipeline.settings import load_settings

    if update_floors and floors is None:
        raise typer.BadParameter("name the file with --floors", param_hint="--update-floors")
    evaluation = evaluate_folder(gold, load_settings(settings, tuple(vocabulary or ())))
    typer.echo(show_evaluation(evaluation, by.value))
    write_reports(evaluation, json, html)
    falls = [] if floors is None else check_floors(evaluation, floors, update_floors)
    for fall in falls:
        _say(fall)
    if falls:
        raise typer.Exit(DIFFERS)


@app.command("compare", epilog=COMPARE_EXAMPLES)
def _compare(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="Folder that a run wrote.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="Folder that another run wrote.")],
    csv: Annotated[Path | None, typer.Option(metavar="FILE", help="Write all changes.")] = None,
    fail_on: Annotated[
        list[Kind] | None, typer.Option(help="Exit with status 1 if there are such changes; may be repeated.")
    ] = None,
) -> None:
    """Compare the records of two runs: gained, lost, changed."""
    from pipeline.evaluate.command import write_report
    from pipeline.evaluate.comparison import as_csv, compare
    from pipeline.evaluate.show import show_comparison

    comparison = compare(old, new)
    typer.echo(show_comparison(comparison, str(old), str(new)))
    if csv is not None:
        write_report(csv, as_csv(comparison))
    if any(comparison.count(kind.value) for kind in fail_on or ()):
        raise typer.Exit(DIFFERS)


@app.command("report", epilog=REPORT_EXAMPLES)
def _report(
    output: Annotated[Path, typer.Argument(metavar="OUTPUT", help="Folder that a run wrote.")],
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The report; OUTPUT/report.html if not given.")
    ] = None,
    sources: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where the run's inputs lie now, if they were moved.")
    ] = None,
) -> None:
    """Write a run as one HTML page: summary, searchable records, their evidence, the marked pages."""
    from pipeline.view.report.command import write_report

    written = write_report(output, html, sources)
    typer.echo(f"{written.html}: {written.pages:,} pages, {written.records:,} records")
    if written.folder is not None:
        typer.echo(f"{written.folder}: the pages themselves; keep this folder beside the report")
    if written.textless:
        typer.echo(f"without their text: {written.textless:,} (name the folder of the sources with --sources)")


@app.command("explain", epilog=EXPLAIN_EXAMPLES)
def _explain(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A page, or a file of records.")],
    line: Annotated[int | None, typer.Option(metavar="N", help="Say all about this line, counted from 1.")] = None,
    around: Annotated[int, typer.Option(metavar="N", min=0, help="Lines shown before and after it.")] = 2,
    record: Annotated[
        str | None, typer.Option(metavar="ID", help="Number or id of a record: what follows # in its source.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for other programs.")] = False,
    svg: Annotated[Path | None, typer.Option(metavar="FILE", help="Draw it to an SVG file instead.")] = None,
    settings: SettingsFile = None,
    vocabulary: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="Your own words (TOML); may be repeated.")
    ] = None,
) -> None:
    """Show what was taken from each line of a page and by which rule; or why nothing was taken from one."""
    from pipeline.settings import load_settings
    from pipeline.view.explain.command import explain_file

    output = explain_file(
        file, load_settings(settings, tuple(vocabulary or ())), line, around, record=record, as_json=as_json, svg=svg
    )
    if output is not None:
        typer.echo(output)


@gold.command("convert", epilog=CONVERT_EXAMPLES)
def _convert(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Gold pages, .gold or .json.")],
    output: Annotated[Path, typer.Option(metavar="DIR", help="Folder for the converted pages; made if missing.")],
) -> None:
    """Turn inline marks (.gold) into stand-off JSON, and the other way round."""
    from pipeline.evaluate.folder import convert_pages

    for path in convert_pages(files, output):
        typer.echo(path)


@gold.command("draft", epilog=DRAFT_EXAMPLES)
def _draft(
    pages: Annotated[list[Path], typer.Argument(metavar="PAGE...", help="Pages, as for `abspann run`.")],
    output: Annotated[Path, typer.Option(metavar="DIR", help="Folder for the drafts; made if missing.")],
    settings: SettingsFile = None,
) -> None:
    """Write gold pages from what the pipeline finds, to be corrected by hand."""
    from pipeline.evaluate.command import draft_pages
    from pipeline.settings import load_settings

    failed = False
    for line, is_failure in draft_pages(pages, output, load_settings(settings)):
        failed |= is_failure
        typer.echo(line, err=is_failure)
    if failed:
        raise typer.Exit(DIFFERS)


@gold.command("check", epilog=CHECK_EXAMPLES)
def _check(
    folder: Annotated[Path, typer.Argument(metavar="GOLD", help="Folder of gold pages, or one of them.")],
) -> None:
    """Find mistakes in gold pages: unknown roles, values not in the text, names marked once and not elsewhere."""
    from pipeline.evaluate.check import check_page
    from pipeline.evaluate.folder import read_gold

    problems = [problem for page in read_gold(folder) for problem in check_page(page)]
    for problem in problems:
        _say(str(problem))
    wrong = sum(not problem.is_doubt for problem in problems)
    typer.echo(f"{folder}: {wrong} mistakes, {len(problems) - wrong} doubts")
    if wrong:
        raise typer.Exit(DIFFERS)


def _show_failures(summary: Summary) -> None:
    for source, error in summary.failures[:SHOWN_FAILURES]:
        _say(f"{source}: {error}")
    rest = summary.statuses.get("failed", 0) - SHOWN_FAILURES
    if rest > 0:
        _say(f"… and {rest} more: see column `error` of documents.csv")


def _show_summary(summary: Summary) -> None:
    kept = f"; {summary.kept:,} read before" if summary.kept else ""
    statuses = ", ".join(f"{n} {status.replace('_', ' ')}" for status, n in sorted(summary.statuses.items()))
    for name, value in (
        ("documents", f"{sum(summary.statuses.values()):,} ({statuses}{kept})"),
        ("credits", f"{summary.credits:,}, from {summary.claims:,} claims"),
        ("works", f"{summary.works:,}"),
        ("failures", f"{summary.statuses.get('failed', 0):,}"),
        ("seconds", f"{summary.seconds:.1f}"),
        ("tables", f"{summary.output}{' (as they were: nothing has changed)' if summary.unchanged else ''}"),
    ):
        typer.echo(f"{name:<9}  {value}")


def _say(message: str) -> None:
    typer.echo(message, err=True)
