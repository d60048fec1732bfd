"""The command line: the contract that scripts, tests and benchmarks rely on.

Each command parses its words here and hands over to one module; nothing is imported before it is needed, so that
`tongjing --help` and `tongjing checklist list` start without Qt, OpenCV or models.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, TextIO

import typer
from typer.exceptions import TyperException

from station.cli_groups import calibrate_app, checklist_app, models_app, staff_app
from station.cli_log import log_app
from station.cli_options import AnyLanguageOption, LanguageOption
from station.output import growing_file, whole_file
from vision.errors import TongjingError

EXIT_PASS, EXIT_INPUT, EXIT_STOPPED = 0, 2, 130

app = typer.Typer(
    name="tongjing",
    help="Tongjing, the mirror that checks dress and posture before the shift.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for name, group in (
    ("calibrate", calibrate_app),
    ("checklist", checklist_app),
    ("log", log_app),
    ("models", models_app),
    ("staff", staff_app),
):
    app.add_typer(group, name=name)

CameraOption = Annotated[Path | None, typer.Option("--camera", help="Camera file (TOML).")]
ChairOption = Annotated[Path | None, typer.Option("--chair", help="Chair file (TOML).")]
UniformOption = Annotated[Path | None, typer.Option("--uniform", help="Uniform file (TOML).")]
BackendOption = Annotated[str, typer.Option("--backend", help="Landmark runtime: onnx or mediapipe.")]


@app.command(short_help="Start the kiosk; with no camera, with the demo person.")
def run(
    source: Annotated[
        str | None, typer.Option(help="0, a FILE, a FOLDER or demo; default: the first camera.")
    ] = None,
    checklist: Annotated[str | None, typer.Option(help="Checklist id; default: by the person's role.")] = None,
    windowed: Annotated[bool, typer.Option("--windowed", help="In a window instead of the whole screen.")] = False,
    language: AnyLanguageOption = None,
    backend: BackendOption = "onnx",
    until: Annotated[str | None, typer.Option(hidden=True, help="Leave when this screen was shown.")] = None,
    screenshots: Annotated[
        Path | None, typer.Option(hidden=True, help="Folder for a picture of each screen.")
    ] = None,
) -> None:
    """Start the kiosk; with no camera it plays the bundled demo person."""
    from station.app import run as run_kiosk

    raise typer.Exit(
        run_kiosk(
            source,
            checklist=checklist,
            windowed=windowed,
            language=language,
            backend=backend,
            until=until,
            screenshots=screenshots,
        )
    )


@app.command()
def inspect(
    source: Annotated[str, typer.Argument(help="A picture, clip, folder or demo.")],
    checklist: Annotated[str, typer.Option(help="Checklist id.")],
    wearer: Annotated[str, typer.Option(help="men or women: whose rules apply.")],
    camera: CameraOption = None,
    chair: ChairOption = None,
    uniform: UniformOption = None,
    json_file: Annotated[str | None, typer.Option("--json", help="Write the verdicts as JSON to FILE or -.")] = None,
    annotated: Annotated[Path | None, typer.Option(help="Write the picture with the verdicts drawn on it.")] = None,
    language: LanguageOption = "zh_CN",
    backend: BackendOption = "onnx",
) -> None:
    """Judge a picture or clip against a checklist."""
    from station.inspect_commands import inspect as judge

    with whole_file(json_file) as out:
        code = judge(
            source,
            checklist,
            wearer,
            camera=camera,
            chair=chair,
            uniform=uniform,
            json_out=out if json_file else None,
            annotated=annotated,
            language=language,
            backend=backend,
            out=sys.stdout,
        )
    raise typer.Exit(code)


@app.command(short_help="Play a whole session from pictures, with its times.")
def rehearse(
    source: Annotated[str, typer.Argument(help="FOLDER with front, left, right, seated, bow pictures; or demo.")],
    checklist: Annotated[str, typer.Option(help="Checklist id.")],
    wearer: Annotated[str, typer.Option(help="men or women: whose rules apply.")],
    camera: CameraOption = None,
    chair: ChairOption = None,
    uniform: UniformOption = None,
    deny: Annotated[list[str] | None, typer.Option(help="A clause the person answers with no; repeatable.")] = None,
    quick: Annotated[bool, typer.Option("--quick", help="The quick check instead of the full one.")] = False,
    json_file: Annotated[str | None, typer.Option("--json", help="Write the verdicts as JSON to FILE or -.")] = None,
    language: LanguageOption = "zh_CN",
    backend: BackendOption = "onnx",
) -> None:
    """Play a whole session from pictures: every verdict, and where the person's time goes."""
    from station.rehearse_commands import rehearse_command

    with whole_file(json_file) as out:
        code = rehearse_command(
            source,
            checklist,
            wearer,
            camera=camera,
            chair=chair,
            uniform=uniform,
            denied=deny or (),
            quick=quick,
            language=language,
            backend=backend,
            json_out=out if json_file else None,
            out=sys.stdout,
        )
    raise typer.Exit(code)


@app.command()
def measure(
    jsonl: Annotated[str, typer.Option("--jsonl", help="Write the lines to FILE or -.")],
    sources: Annotated[list[str] | None, typer.Argument(help="Pictures, folders, clips, cameras, demo.")] = None,
    manifest: Annotated[Path | None, typer.Option(help="List of sources, one JSON object a line.")] = None,
    camera: CameraOption = None,
    chair: ChairOption = None,
    uniform: UniformOption = None,
    baseline: Annotated[Path | None, typer.Option(help="Picture of the same person upright.")] = None,
    stills: Annotated[bool, typer.Option("--stills", help="Frames are unrelated pictures.")] = False,
    seconds: Annotated[float, typer.Option(help="How long a camera is measured.", min=0.1, max=3600.0)] = 5.0,
    backend: BackendOption = "onnx",
) -> None:
    """Raw measures, one JSON object per picture or frame."""
    from station.measure_commands import jobs_from_arguments, jobs_from_manifest
    from station.measure_commands import measure as write_measures
    from station.pipeline import make_backend

    if bool(sources) == (manifest is not None):
        raise TongjingError("Give either sources or --manifest LIST.jsonl.")
    if manifest is not None:
        if camera or chair or baseline or uniform:
            raise TongjingError(
                "With --manifest, camera, chair and baseline stand in its lines, and there is no --uniform."
            )
        jobs = jobs_from_manifest(manifest)
    else:
        jobs = jobs_from_arguments(sources or [], camera, chair, baseline, uniform)
    runtime = make_backend(backend)
    with growing_file(jsonl) as out:
        code = write_measures(jobs, runtime, out, sys.stderr, stills=stills, seconds=seconds)
    raise typer.Exit(code)


@app.command()
def badge(
    source: Annotated[str, typer.Argument(help="A picture or folder of people with a badge.")],
    number: Annotated[str | None, typer.Option(help="The staff number that should stand on it.")] = None,
) -> None:
    """Read the text of a staff card (needs the optional reader)."""
    from station.badge_commands import read_badges

    raise typer.Exit(read_badges(source, number, sys.stdout))


@app.command(short_help="Run a drill, on a recording or live on the screen.")
def drill(
    drill_id: Annotated[str, typer.Argument(metavar="ID", help="bow.15 or bow.30.")],
    source: Annotated[str | None, typer.Option(help="0, a FILE or demo; default: on the kiosk's screen.")] = None,
    checklist: Annotated[str, typer.Option(help="The standard whose targets apply.")] = "auto_dealer",
    camera: CameraOption = None,
    language: LanguageOption = "zh_CN",
    backend: BackendOption = "onnx",
    windowed: Annotated[bool, typer.Option("--windowed")] = False,
) -> None:
    """Run a drill: on a recording at once, or live on the kiosk's screen."""
    from station.drill_commands import run_drill

    code = run_drill(
        drill_id,
        source,
        checklist,
        camera=camera,
        language=language,
        backend=backend,
        windowed=windowed,
        out=sys.stdout,
    )
    raise typer.Exit(code)


@app.command()
def doctor(
    privacy: Annotated[
        bool, typer.Option("--privacy", help="What is stored where, and what is sent: nothing.")
    ] = False,
) -> None:
    """What works on this machine, what does not, and what to do."""
    from station.doctor import report

    raise typer.Exit(report(sys.stdout, privacy=privacy))


@app.command()
def bench(
    source: Annotated[Path | None, typer.Option(help="Clip or picture; default: the bundled demo clip.")] = None,
    json_file: Annotated[str | None, typer.Option("--json", help="Write the figures as JSON to FILE or -.")] = None,
) -> None:
    """Stage timings on the bundled clip."""
    from station.bench import bench_command

    with whole_file(json_file) as out:
        code = bench_command(source, sys.stdout, json_out=out if json_file else None)
    raise typer.Exit(code)


def _guarded(call: Callable[[], object], err: TextIO) -> int:
    """Run the parsed command; every expected fault becomes one sentence on `err` and exit code 2."""
    try:
        result = call()
        sys.stdout.flush()
    except typer.Exit as leave:
        return int(leave.exit_code)
    except TyperException as error:
        err.write(f"{error.format_message()}\n")
        return EXIT_INPUT
    except TongjingError as error:
        err.write(f"{error}\n")
        return EXIT_INPUT
    except (KeyboardInterrupt, typer.Abort):
        result = EXIT_STOPPED
    except SystemExit as leave:
        # typer leaves by itself where the reader of our output has left: nothing more to say to it
        return EXIT_PASS if isinstance(leave.__context__, BrokenPipeError) else int(leave.code or EXIT_PASS)
    except OSError as error:
        return _unwritten(error, err)
    if result == EXIT_STOPPED:  # typer turns Ctrl-C into this code by itself
        err.write("Stopped.\n")
    return result if isinstance(result, int) else EXIT_PASS


def _unwritten(error: OSError, err: TextIO) -> int:
    """A disk that is full, a reader that has left."""
    try:
        sys.stdout.flush()
    except OSError:
        sys.stdout = None  # Python would try again at its end
    if isinstance(error, BrokenPipeError):
        return EXIT_PASS
    place = error.filename or "The output"
    err.write(f"{place}: cannot be read or written ({error.strerror or error}); check space and rights.\n")
    return EXIT_INPUT


def main(arguments: list[str] | None = None) -> int:
    """Entry point: exit codes 0 all pass, 1 something failed, 3 something unclear, 2 wrong input or set-up."""
    command = typer.main.get_command(app)
    code = _guarded(lambda: command.main(args=arguments, prog_name="tongjing", standalone_mode=False), sys.stderr)
    if arguments is None:
        raise SystemExit(code)
    return code


if __name__ == "__main__":
    main()
