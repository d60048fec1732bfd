"""`tongjing drill`: a bow drill judged on a recording, or run live on the kiosk's screen."""

from pathlib import Path
from typing import TextIO

from calibration.camera import load_camera
from checklists.model import Checklist
from checklists.verdict import overall
from station.inspect_commands import EXIT_CODES, one_source
from station.judging import checklist_named
from station.pipeline import SetupFiles, make_backend, observe_source
from station.session.wording import detail_text
from station.trainer.bow_drill import BEND, HOLD, PEAK, Repetition, Repetitions, bow_drills
from vision.errors import TongjingError
from vision.observation import Observation


def run_drill(
    drill_id: str,
    source_text: str | None,
    checklist_id: str,
    *,
    camera: Path | None,
    language: str,
    backend: str,
    windowed: bool,
    out: TextIO,
) -> int:
    """Judge each bow of a recording (0 all pass, 1 something failed, 3 unclear or no bow), or open the kiosk's drill.

    Raises TongjingError on an unknown drill or unreadable input.
    """
    checklist = checklist_named(checklist_id)
    drills = bow_drills(checklist)
    drill_id = _named(drill_id, checklist, drills)
    if source_text is None or source_text.isdigit():
        from station.app import run_drill as run_live

        return run_live(drill_id, checklist_id, source=source_text, windowed=windowed, language=language)
    files = SetupFiles(camera=load_camera(camera) if camera else None, place=str(camera or "set-up"))
    bows = Repetitions(checklist, drill_id)
    last: Observation | None = None
    for result in observe_source(one_source(source_text), files, make_backend(backend)):
        if isinstance(result, Observation):
            last, ended = result, bows.observe(result)
        else:
            ended = bows.close(result, last)
        if ended is not None:
            _print(len(bows.done), ended, language, out)
    if not bows.done:
        out.write("no bow was seen\n")
        return 3
    return EXIT_CODES[overall([one.verdict for one in bows.done])]


def _named(drill_id: str, checklist: Checklist, live: tuple[str, ...]) -> str:
    """The drill's id; "bow_15" is "bow.15". Raises TongjingError for one that is not there, or not run."""
    every = {clause.id for clause in checklist.clauses if clause.drill is not None}
    found = next((name for name in (drill_id, drill_id.replace("_", ".", 1)) if name in every), None)
    runs = ", ".join(live) or "none"
    if found is None:
        raise TongjingError(f"{checklist.id} has no drill '{drill_id}'; the station runs: {runs}.")
    if found not in live:
        raise TongjingError(
            f"The drill '{found}' of {checklist.id} is listed and not yet run by the station, which runs: {runs};"
            f" its steps and targets: tongjing checklist show {checklist.id}."
        )
    return found


def _print(number: int, bow: Repetition, language: str, out: TextIO) -> None:
    def told(name: str, unit: str) -> str:
        measure = bow.measures[name]
        if measure.value is None or measure.sigma is None:
            return f"{name} {measure.reason}"
        return f"{name} {float(measure.value):.1f} +/- {measure.sigma:.1f} {unit}"

    verdict = bow.verdict
    words = [told(PEAK, "deg"), told(HOLD, "s"), told(BEND, "deg")]
    remedy = "" if verdict.remedy is None else f"  -> {verdict.remedy.of(language)}"
    out.write(
        f"bow {number}: {verdict.outcome.value}  {'; '.join(words)}  {detail_text(verdict, language)}{remedy}\n"
    )
