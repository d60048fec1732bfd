"""The commands that come in groups: calibrate, checklist, models, staff."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from station.cli_options import LanguageOption
from vision.errors import TongjingError

FolderOption = Annotated[Path | None, typer.Option("--folder", help="The owner's own checklists, over the shipped.")]

calibrate_app = typer.Typer(help="Calibrate camera, floor, chair, uniform and screen.", no_args_is_help=True)
checklist_app = typer.Typer(help="The written standards as checklists.", no_args_is_help=True)
models_app = typer.Typer(help="The landmark models.", no_args_is_help=True)
staff_app = typer.Typer(help="The staff list.", no_args_is_help=True)


PaperOption = Annotated[str, typer.Option("--paper", help="A4 or A3: what the board is printed on.")]
OutOption = Annotated[Path | None, typer.Option("--out", help="Where to write; default: the data folder.")]
WaitOption = Annotated[
    float, typer.Option("--wait-s", help="With a camera: seconds until the picture is taken.", min=0, max=60)
]
LiveOption = Annotated[str | None, typer.Option("--source", help="The camera's number instead of a picture: 0.")]


@calibrate_app.command("camera", short_help="Lens, height and tilt.")
def camera_command(
    sources: Annotated[list[str] | None, typer.Argument(help="Pictures or a clip of the board.")] = None,
    source: LiveOption = None,
    views: Annotated[int, typer.Option(help="How many views the camera collects.", min=5, max=40)] = 12,
    board: Annotated[
        Path | None, typer.Option("--board", help="Write the board to print as a PDF, and stop.")
    ] = None,
    floor: Annotated[
        str | None, typer.Option("--floor", help="Picture of the board lying on the floor, or the camera's number.")
    ] = None,
    person: Annotated[
        str | None,
        typer.Option("--person", help="Quick way: picture of a person on the mark, or the camera's number."),
    ] = None,
    stature_cm: Annotated[float, typer.Option(help="That person's stature.", min=120, max=220)] = 170.0,
    height_cm: Annotated[float | None, typer.Option(help="Height of the lens by tape.", min=30, max=300)] = None,
    hfov_deg: Annotated[float, typer.Option(help="Field of view across the picture.", min=20, max=150)] = 65.0,
    wait_s: WaitOption = 10.0,
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
        raise typer.Exit(
            commands.calibrate_quickly(person, stature_cm, height_cm, hfov_deg, out, sys.stdout, wait_s=wait_s)
        )
    given = [*(sources or []), *([source] if source else [])]
    if not given:
        raise TongjingError(
            "Give pictures of the board, or --source 0 for the camera, or --board FILE.pdf to print the board, or"
            " --person PICTURE."
        )
    raise typer.Exit(commands.calibrate_camera(given, paper, floor, out, sys.stdout, wanted=views, wait_s=wait_s))


@calibrate_app.command("floor")
def floor_command(
    picture: Annotated[str | None, typer.Argument(help="Picture of the board lying on the floor.")] = None,
    source: LiveOption = None,
    camera: Annotated[Path | None, typer.Option("--camera", help="The lens; default: the data folder's.")] = None,
    wait_s: WaitOption = 10.0,
    paper: PaperOption = "A4",
    out: OutOption = None,
) -> None:
    """Height and tilt anew, for a lens that is already calibrated."""
    from station.calibrate_commands import calibrate_floor

    given = _picture_or_camera(picture, source)
    raise typer.Exit(calibrate_floor(given, paper, camera, out, sys.stdout, wait_s=wait_s))


@calibrate_app.command("chair", short_help="The seat's edges and its size.")
def chair_command(
    picture: Annotated[
        str | None, typer.Argument(help="Picture of the empty chair from the station's camera.")
    ] = None,
    source: LiveOption = None,
    front: Annotated[
        tuple[str, str] | None, typer.Option("--front", help="Ends of the seat's front edge: x,y x,y.")
    ] = None,
    rear: Annotated[
        tuple[str, str] | None, typer.Option("--rear", help="Ends of the seat's rear edge: x,y x,y.")
    ] = None,
    seat_height_cm: Annotated[float, typer.Option(help="Seat over the floor.", min=20, max=120)] = 45.0,
    seat_depth_cm: Annotated[float, typer.Option(help="Front edge to backrest.", min=20, max=100)] = 42.0,
    out: OutOption = None,
) -> None:
    """The seat's edges and its size; without --front and --rear the corners are dragged in a window."""
    from station.calibrate_chair import calibrate_chair

    given = _picture_or_camera(picture, source)
    raise typer.Exit(calibrate_chair(given, front, rear, seat_height_cm, seat_depth_cm, out, sys.stdout))


@calibrate_app.command("uniform", short_help="The colours of the house's clothes.")
def uniform_command(
    sources: Annotated[
        list[str] | None, typer.Argument(help="Pictures, folders or a clip of people in the uniform.")
    ] = None,
    source: LiveOption = None,
    name: Annotated[str, typer.Option("--name", help="What the house calls it.")] = "",
    card: Annotated[
        str | None,
        typer.Option("--card", help="Picture of the printed board in the same light: its paper is the white."),
    ] = None,
    wait_s: WaitOption = 10.0,
    out: OutOption = None,
) -> None:
    """The colours of the house's clothes, from a few pictures of people who wear them."""
    from station.calibrate_uniform import calibrate_uniform

    given = [*(sources or []), *([source] if source else [])]
    if not given:
        raise TongjingError("Give pictures or a folder of people in the uniform, or --source 0 for the camera.")
    raise typer.Exit(calibrate_uniform(given, name, card, out, sys.stdout, wait_s=wait_s))


@calibrate_app.command("check", short_help="Has the camera moved since it was calibrated?")
def check_command(
    picture: Annotated[str | None, typer.Argument(help="A picture from the station's camera.")] = None,
    source: LiveOption = None,
) -> None:
    """Has the camera moved since it was calibrated? 0 no, 1 yes, 3 that cannot be told."""
    from station.calibrate_commands import check

    if picture is None and source is None:
        source = "0"
    raise typer.Exit(check(_picture_or_camera(picture, source), sys.stdout))


def _picture_or_camera(picture: str | None, source: str | None) -> str:
    given = [text for text in (picture, source) if text is not None]
    if len(given) != 1:
        raise TongjingError("Give one picture, or --source 0 for the camera.")
    return given[0]


@calibrate_app.command("screen", short_help="The screen's size: letters are sized by it.")
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


@checklist_app.command("show", short_help="A checklist as a readable sheet.")
def checklist_show(
    checklist_id: Annotated[str, typer.Argument(metavar="ID")],
    html: Annotated[Path | None, typer.Option("--html", help="Write the sheet as a page to FILE.")] = None,
    pdf: Annotated[Path | None, typer.Option("--pdf", help="Write the sheet for printing to FILE.")] = None,
    language: LanguageOption = "zh_CN",
    folder: FolderOption = None,
) -> None:
    """A checklist as a readable sheet: clauses, limits, tolerances, sources."""
    from station.checklist_commands import show_checklist

    raise typer.Exit(show_checklist(checklist_id, sys.stdout, language=language, html=html, pdf=pdf, folder=folder))


@checklist_app.command("validate", short_help="Every fault of a checklist file at once.")
def checklist_validate(
    file: Annotated[Path, typer.Argument()], language: LanguageOption = "zh_CN", folder: FolderOption = None
) -> None:
    """Every fault of a checklist file at once, with its line and what is expected."""
    from station.checklist_commands import validate_checklist

    raise typer.Exit(validate_checklist(file, sys.stdout, sys.stderr, language=language, folder=folder))


@checklist_app.command("copy", short_help="A standard of your own to begin with.")
def checklist_copy(
    checklist_id: Annotated[str, typer.Argument(metavar="ID", help="The standard to begin with.")],
    new_id: Annotated[str, typer.Argument(metavar="NEW_ID", help="Small letters, digits, underscores.")],
    extends: Annotated[bool, typer.Option("--extends", help="A file that says only what differs.")] = False,
    language: LanguageOption = "zh_CN",
    folder: FolderOption = None,
) -> None:
    """A standard of your own: a copy in the owner's folder, to be edited."""
    from station.checklist_copy import copy_checklist

    raise typer.Exit(
        copy_checklist(checklist_id, new_id, sys.stdout, extends=extends, language=language, folder=folder)
    )


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


@models_app.command("verify", short_help="Compare every model file with the manifest.")
def models_verify() -> None:
    """Compare every model file with the manifest; exit code 2 where one is missing or changed."""
    from station.models_commands import print_verification

    raise typer.Exit(print_verification(sys.stdout))


@staff_app.command("import")
def staff_import(file: Annotated[Path, typer.Argument(help="CSV: number, display name, role, rules, PIN.")]) -> None:
    """Take over a staff list; PINs are kept as salted hashes only."""
    from station.staff_commands import import_staff

    raise typer.Exit(import_staff(file, sys.stdout))
