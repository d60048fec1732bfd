"""`tongjing measure`: raw measures as JSON lines, one object per picture or frame."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO, TypeVar

from calibration.camera import load_camera, read_camera
from calibration.chair import load_chair, read_chair
from calibration.uniform import load_uniform
from station.capture.sources import Source, resolve
from station.pipeline import SetupFiles, observe_source
from station.rows import observation_row, summary_row
from vision.errors import TongjingError
from vision.landmarks.backend import LandmarkBackend
from vision.observation import Observation

_MANIFEST_KEYS = {"source", "camera", "chair", "baseline"}
_Read = TypeVar("_Read")


@dataclass(frozen=True, slots=True)
class Job:
    """One source with the set-up it was taken in."""

    source: Source
    files: SetupFiles


def jobs_from_arguments(
    sources: Sequence[str],
    camera: Path | None,
    chair: Path | None,
    baseline: Path | None,
    uniform: Path | None = None,
) -> tuple[Job, ...]:
    """The jobs of the arguments.

    Raises TongjingError for a calibration file that cannot be used, or with every source that leads nowhere.
    """
    files = SetupFiles(
        camera=load_camera(camera) if camera else None,
        chair=load_chair(chair) if chair else None,
        baseline=baseline,
        uniform=load_uniform(uniform) if uniform else None,
        place=str(camera or chair or "set-up"),
    )
    jobs: list[Job] = []
    faults: list[str] = []
    for text in sources:
        try:
            jobs += [Job(source, files) for source in resolve(text)]
        except TongjingError as error:
            faults.append(str(error))
    if faults:
        raise TongjingError("\n".join(faults))
    return tuple(jobs)


def jobs_from_manifest(path: Path) -> tuple[Job, ...]:
    """The jobs of a manifest, one JSON object a line; every faulty line is told at once in one TongjingError."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise TongjingError(f"{path}: the manifest cannot be read ({error.strerror}); check the path.") from None
    except UnicodeDecodeError:
        raise TongjingError(f"{path}: this is no text; a manifest is UTF-8, one JSON object a line.") from None
    jobs: list[Job] = []
    faults: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            jobs += _jobs_of_line(line, f"{path}, line {number}")
        except TongjingError as error:
            faults.append(str(error))
    if faults:
        raise TongjingError("\n".join(faults))
    if not jobs:
        raise TongjingError(f'{path}: the manifest names no source; each line is {{"source": PATH, ...}}.')
    return tuple(jobs)


def _jobs_of_line(line: str, place: str) -> list[Job]:
    try:
        row: Any = json.loads(line)
    except ValueError as error:
        raise TongjingError(f"{place}: is not JSON ({error}).") from None
    if not isinstance(row, dict) or not isinstance(row.get("source"), str):
        raise TongjingError(f'{place}: needs an object with "source": PATH.')
    faults = list(_shape_faults(row, place))
    camera = _told(faults, lambda: read_camera(row["camera"], f"{place}, camera") if row.get("camera") else None)
    chair = _told(faults, lambda: read_chair(row["chair"], f"{place}, chair") if row.get("chair") else None)
    sources = _told(faults, lambda: resolve(row["source"]))
    if faults:
        raise TongjingError("\n".join(faults))
    baseline = Path(row["baseline"]) if row.get("baseline") else None
    files = SetupFiles(camera=camera, chair=chair, baseline=baseline, place=place)
    return [Job(source, files) for source in sources or ()]


def _shape_faults(row: dict[str, Any], place: str) -> Iterator[str]:
    """What cannot even be read as a camera, a chair or a path is told, and taken out of the row."""
    unknown = sorted(set(row) - _MANIFEST_KEYS)
    if unknown:
        yield f"{place}: unknown key {', '.join(unknown)}; known are {', '.join(sorted(_MANIFEST_KEYS))}."
    for key in ("camera", "chair"):
        if row.get(key) is not None and not isinstance(row[key], dict):
            del row[key]
            yield f'{place}: "{key}" must be an object.'
    if row.get("baseline") is not None and not isinstance(row["baseline"], str):
        del row["baseline"]
        yield f'{place}: "baseline" must be the path of a picture.'


def _told(faults: list[str], read: Callable[[], _Read]) -> _Read | None:
    """What `read` gives; where it fails, None, and its sentence stands in `faults`."""
    try:
        return read()
    except TongjingError as error:
        faults.append(str(error))
        return None


def measured_rows(
    job: Job, backend: LandmarkBackend, *, stills: bool = False, seconds: float = 5.0
) -> Iterator[dict[str, Any]]:
    """The lines of one job; a camera gives so many seconds of them. Raises TongjingError where it cannot be read."""
    for result in observe_source(job.source, job.files, backend, stills=stills, seconds=seconds):
        yield observation_row(result) if isinstance(result, Observation) else summary_row(result)


def measure(
    jobs: Sequence[Job],
    backend: LandmarkBackend,
    out: TextIO,
    err: TextIO,
    *,
    stills: bool = False,
    seconds: float = 5.0,
) -> int:
    """Write every line of every job; a source that cannot be read is told on `err` and the others go on.

    Returns 0, or 2 where any source could not be read.
    """
    code = 0
    for job in jobs:
        try:
            for row in measured_rows(job, backend, stills=stills, seconds=seconds):
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
            out.flush()
        except TongjingError as error:
            err.write(f"{error}\n")
            code = 2
    return code
