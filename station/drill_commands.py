"""`tongjing drill`: a bow drill judged on a recording, or run live on the kiosk's screen."""

from pathlib import Path
from typing import TextIO

from calibration.camera import load_camera
from checklists.evaluation import evaluate_clause
from checklists.model import Checklist
from checklists.verdict import Verdict, overall
from station.inspect_commands import EXIT_CODES, one_source
from station.judging import checklist_named
from station.pipeline import SetupFiles, make_backend, observe_source
from station.session.wording import detail_text
from vision.errors import TongjingError
from vision.measure import Measure
from vision.observation import Observation


def drills_of(checklist: Checklist) -> tuple[str, ...]:
    """The drills of a standard that the station runs."""
    return tuple(clause.id for clause in checklist.clauses if clause.drill and clause.drill.run_by_station)


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
    drills = drills_of(checklist)
    if drill_id not in drills:
        there = ", ".join(drills) or "none"
        raise TongjingError(f"{checklist_id} has no drill '{drill_id}' that the station runs; there are: {there}.")
    if source_text is None or source_text.isdigit():
        from station.app import run_drill as run_live

        return run_live(drill_id, checklist_id, source=source_text, windowed=windowed, language=language)
    files = SetupFiles(camera=load_camera(camera) if camera else None, place=str(camera or "set-up"))
    verdicts: list[Verdict] = []
    seen: Measure | None = None
    for result in observe_source(one_source(source_text), files, make_backend(backend)):
        if not isinstance(result, Observation):
            continue
        peak = result.measures["bow_peak_deg"]
        # the measures of a bow appear with the frame in which it ends and stay until the next one ends
        if peak.value is not None and (seen is None or peak.value != seen.value):
            verdict = evaluate_clause(checklist, drill_id, result.measures, quality_reasons=result.quality.reasons)
            verdicts.append(verdict)
            _print(len(verdicts), result, verdict, language, out)
        if peak.value is not None:
            seen = peak
    if not verdicts:
        out.write("no bow was seen\n")
        return 3
    return EXIT_CODES[overall(verdicts)]


def _print(number: int, result: Observation, verdict: Verdict, language: str, out: TextIO) -> None:
    def told(name: str, unit: str) -> str:
        measure = result.measures[name]
        if measure.value is None or measure.sigma is None:
            return f"{name} {measure.reason}"
        return f"{name} {float(measure.value):.1f} +/- {measure.sigma:.1f} {unit}"

    words = [told("bow_peak_deg", "deg"), told("bow_hold_s", "s"), told("bow_back_bend_deg", "deg")]
    remedy = "" if verdict.remedy is None else f"  -> {verdict.remedy.of(language)}"
    out.write(
        f"bow {number}: {verdict.outcome.value}  {'; '.join(words)}  {detail_text(verdict, language)}{remedy}\n"
    )
