"""The commands that come in groups: checklist, log, models, staff."""

import sys
from pathlib import Path
from typing import Annotated

import typer

LanguageOption = Annotated[str, typer.Option("--language", help="zh_CN or en.")]
FolderOption = Annotated[Path | None, typer.Option("--folder", help="The owner's own checklists, over the shipped.")]

checklist_app = typer.Typer(help="The written standards as checklists.", no_args_is_help=True)
models_app = typer.Typer(help="The landmark models.", no_args_is_help=True)
staff_app = typer.Typer(help="The staff list.", no_args_is_help=True)


@checklist_app.command("list")
def checklist_list(language: LanguageOption = "zh_CN", folder: FolderOption = None) -> None:
    """Every checklist in force."""
    from station.checklist_commands import list_checklists

    raise typer.Exit(list_checklists(sys.stdout, language=language, folder=folder))


@checklist_app.command("show")
def checklist_show(
    checklist_id: Annotated[str, typer.Argument(metavar="ID")],
    html: Annotated[Path | None, typer.Option("--html", help="Write the sheet as a page to FILE.")] = None,
    language: LanguageOption = "zh_CN",
    folder: FolderOption = None,
) -> None:
    """A checklist as a readable sheet: clauses, limits, tolerances, sources."""
    from station.checklist_commands import show_checklist

    raise typer.Exit(show_checklist(checklist_id, sys.stdout, language=language, html=html, folder=folder))


@checklist_app.command("validate")
def checklist_validate(file: Annotated[Path, typer.Argument()], folder: FolderOption = None) -> None:
    """Every fault of a checklist file at once, with its line and what is expected."""
    from station.checklist_commands import validate_checklist

    raise typer.Exit(validate_checklist(file, sys.stdout, sys.stderr, folder=folder))


@checklist_app.command("coverage")
def checklist_coverage(as_json: Annotated[bool, typer.Option("--json", help="As one JSON object.")] = False) -> None:
    """Every clause of every standard, and how it is decided."""
    from station.checklist_commands import print_coverage

    raise typer.Exit(print_coverage(sys.stdout, as_json=as_json))


@models_app.command("install")
def models_install(
    bundle: Annotated[
        Path | None, typer.Option("--bundle", help="Take them from this folder, without a network.")
    ] = None,
) -> None:
    """Fetch, check and convert the landmark models."""
    from station.models_commands import install

    install(bundle)


@models_app.command("verify")
def models_verify() -> None:
    """Compare every model file with the manifest; exit code 2 where one is missing or changed."""
    from station.models_commands import print_verification

    raise typer.Exit(print_verification(sys.stdout))


@staff_app.command("import")
def staff_import(file: Annotated[Path, typer.Argument(help="CSV: number, display name, role, rules, PIN.")]) -> None:
    """Take over a staff list; PINs are kept as salted hashes only."""
    from station.staff_commands import import_staff

    raise typer.Exit(import_staff(file, sys.stdout))
