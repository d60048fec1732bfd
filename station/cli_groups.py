"""The commands that come in groups: checklist, log, models, staff."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from vision.errors import TongjingError

LanguageOption = Annotated[str, typer.Option("--language", help="zh_CN or en.")]
FolderOption = Annotated[Path | None, typer.Option("--folder", help="The owner's own checklists, over the shipped.")]

calibrate_app = typer.Typer(help="Calibrate camera, floor, chair and screen.", no_args_is_help=True)
checklist_app = typer.Typer(help="The written standards as checklists.", no_args_is_help=True)
models_app = typer.Typer(help="The landmark models.", no_args_is_help=True)
staff_app = typer.Typer(help="The staff list.", no_args_is_help=True)


PaperOption = Annotated[str, typer.Option("--paper", help="A4 or A3: what the board is printed on.")]
OutOption = Annotated[Path | None, typer.Option("--out", help="Where to write; default: the data folder.")]


@calibrate_app.command("camera")
def camera_command(
    sources: Annotated[list[str] | None, typer.Argument(help="Pictures or a clip of the board.")] = None,
    board: Annotated[
        Path | None, typer.Option("--board", help="Write the board to print as a PDF, and stop.")
    ] = None,
    floor: Annotated[str | None, typer.Option("--floor", help="Picture of the board lying on the mark.")] = None,
    person: Annotated[
        str | None, typer.Option("--person", help="Quick way: picture of a person on the mark.")
    ] = None,
    stature_cm: Annotated[float, typer.Option(help="That person's stature.", min=120, max=220)] = 170.0,
    height_cm: Annotated[float | None, typer.Option(help="Height of the lens by tape.", min=30, max=300)] = None,
    hfov_deg: Annotated[float, typer.Option(help="Field of view across the picture.", min=20, max=150)] = 65.0,
    paper: PaperOption = "A4",
    out: OutOption = None,
) -> None:
    """Lens, height and tilt: with the printed board, or quickly with a person of known stature."""
    from station import calibrate_commands as commands

    if board is not None:
        raise typer.Exit(commands.print_board(board, paper, sys.stdout))
    if person is not None:
        if height_cm is None:
            raise TongjingError("The quick way needs --height-cm: the lens's height over the floor, by tape.")
        raise typer.Exit(commands.calibrate_quickly(person, stature_cm, height_cm, hfov_deg, out, sys.stdout))
    if not sources:
        raise TongjingError("Give pictures of the board, or --board FILE.pdf to print it, or --person PICTURE.")
    raise typer.Exit(commands.calibrate_camera(sources, paper, floor, out, sys.stdout))


@calibrate_app.command("floor")
def floor_command(
    picture: Annotated[str, typer.Argument(help="Picture of the board lying on the mark.")],
    camera: Annotated[Path | None, typer.Option("--camera", help="The lens; default: the data folder's.")] = None,
    paper: PaperOption = "A4",
    out: OutOption = None,
) -> None:
    """Height and tilt anew, for a lens that is already calibrated."""
    from station.calibrate_commands import calibrate_floor

    raise typer.Exit(calibrate_floor(picture, paper, camera, out, sys.stdout))


@calibrate_app.command("chair")
def chair_command(
    picture: Annotated[str, typer.Argument(help="Picture of the empty chair from the station's camera.")],
    front: Annotated[tuple[str, str], typer.Option("--front", help="Ends of the seat's front edge: x,y x,y.")],
    rear: Annotated[tuple[str, str], typer.Option("--rear", help="Ends of the seat's rear edge: x,y x,y.")],
    seat_height_cm: Annotated[float, typer.Option(help="Seat over the floor.", min=20, max=120)] = 45.0,
    seat_depth_cm: Annotated[float, typer.Option(help="Front edge to backrest.", min=20, max=100)] = 42.0,
    out: OutOption = None,
) -> None:
    """The seat's edges in the picture and its size."""
    from station.calibrate_commands import calibrate_chair

    raise typer.Exit(calibrate_chair(picture, front, rear, seat_height_cm, seat_depth_cm, out, sys.stdout))


@calibrate_app.command("screen")
def screen_command(
    width_mm: Annotated[float, typer.Option(help="Of the visible screen.", min=100, max=3000)],
    height_mm: Annotated[float, typer.Option(help="Of the visible screen.", min=100, max=3000)],
    distance_m: Annotated[float, typer.Option(help="Screen to the standing mark.", min=0.5, max=6.0)] = 2.5,
) -> None:
    """Letters are sized by the screen and the distance from which it is read."""
    from station.calibrate_commands import calibrate_screen

    raise typer.Exit(calibrate_screen(width_mm, height_mm, distance_m, sys.stdout))


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
