"""The commands of the log: list, export, notice, verify, override, purge, erase."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from station.cli_options import LanguageOption

log_app = typer.Typer(help="The signed compliance log.", no_args_is_help=True)

DataOption = Annotated[Path | None, typer.Option("--data", help="The station's data folder.")]
DayOption = Annotated[str | None, typer.Option("--date", help="One day, YYYY-MM-DD.")]
FromOption = Annotated[str | None, typer.Option("--from", help="First day, YYYY-MM-DD.")]
ToOption = Annotated[str | None, typer.Option("--to", help="Last day, YYYY-MM-DD.")]
BranchOption = Annotated[str | None, typer.Option("--branch", help="One branch only.")]


class Decided(StrEnum):
    """What a person can decide a clause to be; that one does not apply stands in the staff list, without a reason."""

    PASS = "pass"
    FAIL = "fail"


class Form(StrEnum):
    """What an export is written as."""

    CSV = "csv"
    XLSX = "xlsx"
    PDF = "pdf"
    JSONL = "jsonl"


@log_app.command("list")
def log_list(
    date: DayOption = None,
    from_day: FromOption = None,
    to_day: ToOption = None,
    branch: BranchOption = None,
    data: DataOption = None,
    language: LanguageOption = "zh_CN",
) -> None:
    """What the log holds, a line per session."""
    from station import log_commands as commands

    code = commands.log_list(
        sys.stdout, data_dir=data, date=date, from_day=from_day, to_day=to_day, branch=branch, language=language
    )
    raise typer.Exit(code)


@log_app.command("export")
def log_export(
    form: Annotated[Form, typer.Option("--format", help="csv, xlsx, pdf or jsonl.")],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            help="File to write; default: csv and jsonl to standard output, xlsx and pdf into the current folder.",
        ),
    ] = None,
    date: DayOption = None,
    from_day: FromOption = None,
    to_day: ToOption = None,
    branch: BranchOption = None,
    data: DataOption = None,
    language: LanguageOption = "zh_CN",
) -> None:
    """One row per clause and session, with the head of the chain."""
    from station import log_commands as commands

    code = commands.log_export(
        sys.stdout,
        output=out,
        form=form.value,
        data_dir=data,
        date=date,
        from_day=from_day,
        to_day=to_day,
        branch=branch,
        language=language,
    )
    raise typer.Exit(code)


@log_app.command("notice")
def log_notice(
    out: Annotated[Path, typer.Option("--out", "-o", help="PDF to write.")],
    date: DayOption = None,
    from_day: FromOption = None,
    to_day: ToOption = None,
    branch: BranchOption = None,
    data: DataOption = None,
    language: LanguageOption = "zh_CN",
) -> None:
    """One page for the notice board: counts only, no names."""
    from station import log_commands as commands

    code = commands.log_notice(
        sys.stdout,
        output=out,
        data_dir=data,
        date=date,
        from_day=from_day,
        to_day=to_day,
        branch=branch,
        language=language,
    )
    raise typer.Exit(code)


@log_app.command("verify", short_help="Prove that the log is whole and unchanged.")
def log_verify(
    data: DataOption = None,
    key: Annotated[str | None, typer.Option("--key", help="The station's public key as it was noted down.")] = None,
    known: Annotated[
        list[str] | None, typer.Option("--known", help="A head or checkpoint that was copied away.")
    ] = None,
    language: LanguageOption = "zh_CN",
) -> None:
    """Prove that nothing was changed, removed, inserted, reordered or cut off; 1 names the first bad record."""
    from station import log_commands as commands

    code = commands.log_verify(
        sys.stdout, data_dir=data, trusted_key=key, known=tuple(known or ()), language=language
    )
    raise typer.Exit(code)


@log_app.command("override", short_help="Decide a clause otherwise, by name and with a reason.")
def log_override(
    session: Annotated[str, typer.Argument(help="The session's id, as log list has it.")],
    clause: Annotated[str, typer.Argument(help="The clause's id.")],
    outcome: Annotated[Decided, typer.Option("--outcome", help="What it is decided to be.")],
    by: Annotated[str, typer.Option("--by", help="Who decides: a staff number.")],
    why: Annotated[str, typer.Option("--why", help="For what reason, in words.")],
    data: DataOption = None,
    language: LanguageOption = "zh_CN",
) -> None:
    """Decide a clause otherwise after the session, by name and with a reason. What the station found stays."""
    from station.log_override import log_override as override

    code = override(
        sys.stdout,
        session=session,
        clause=clause,
        outcome=outcome.value,
        by=by,
        why=why,
        data_dir=data,
        language=language,
    )
    raise typer.Exit(code)


@log_app.command("purge", short_help="Erase personal values that are too old.")
def log_purge(
    keep_days: Annotated[int | None, typer.Option("--keep-days", min=1, max=3650, help="Default: as set.")] = None,
    data: DataOption = None,
    language: LanguageOption = "zh_CN",
) -> None:
    """Erase personal values that are older than the retention; the chain still verifies."""
    from station import log_commands as commands
    from station.settings import load_settings

    days = keep_days if keep_days is not None else load_settings().log.retention_days
    raise typer.Exit(commands.log_purge(sys.stdout, data_dir=data, keep_days=days, language=language))


@log_app.command("erase")
def log_erase(
    person: Annotated[str, typer.Argument(help="Pseudonym or staff number.")],
    data: DataOption = None,
    language: LanguageOption = "zh_CN",
) -> None:
    """Erase one person's values; the chain still verifies."""
    from station import log_commands as commands

    raise typer.Exit(commands.log_erase(sys.stdout, person=person, data_dir=data, language=language))
