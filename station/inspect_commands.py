"""`tongjing inspect`: one person against a checklist, in words, as JSON and drawn on the picture."""

import json
from pathlib import Path
from typing import TextIO

from calibration.camera import load_camera
from calibration.chair import load_chair
from calibration.uniform import load_uniform
from checklists.model import Checklist
from checklists.verdict import Outcome, Verdict, Wearer, overall
from station.capture.sources import Source, SourceKind, frames_of, resolve
from station.judging import checklist_named, judge_source, wearer_named
from station.pipeline import SetupFiles, make_backend
from station.rows import verdict_row
from station.session.wording import detail_text
from vision.errors import TongjingError
from vision.frame import Frame
from vision.observation import Observation

EXIT_CODES = {Outcome.PASS: 0, Outcome.FAIL: 1, Outcome.UNCLEAR: 3}
_MARKS = {
    Outcome.PASS: "pass",
    Outcome.FAIL: "FAIL",
    Outcome.UNCLEAR: "unclear",
    Outcome.ATTESTED: "attested",
    Outcome.NOT_APPLICABLE: "-",
}


def inspect(
    source_text: str,
    checklist_id: str,
    wearer_text: str,
    *,
    camera: Path | None,
    chair: Path | None,
    uniform: Path | None = None,
    json_out: TextIO | None,
    annotated: Path | None,
    language: str,
    backend: str,
    out: TextIO,
) -> int:
    """Judge one source; 0 all pass, 1 something failed, 3 something unclear. Raises TongjingError on bad input."""
    checklist, wearer = checklist_named(checklist_id), wearer_named(wearer_text)
    source = one_source(source_text)
    files = SetupFiles(
        camera=load_camera(camera) if camera else None,
        chair=load_chair(chair) if chair else None,
        uniform=load_uniform(uniform) if uniform else None,
        place=str(camera or chair or "set-up"),
    )
    judged = judge_source(source, files, checklist, wearer, make_backend(backend))
    if json_out is not None:
        json.dump(
            report(source_text, checklist, wearer, judged.verdicts, language), json_out, ensure_ascii=False, indent=1
        )
        json_out.write("\n")
    if annotated is not None:
        _annotate(source, judged.shown, checklist, judged.verdicts, language, annotated)
    if json_out is not out:
        print_verdicts(checklist, judged.verdicts, language, out)
    return EXIT_CODES[overall(judged.verdicts)]


def one_source(text: str) -> Source:
    """The one picture or recording that is meant; raises TongjingError for a camera or several."""
    sources = resolve(text)
    if len(sources) != 1:
        raise TongjingError(f"{text}: holds {len(sources)} files; give one picture or one recording of one person.")
    if sources[0].kind is SourceKind.CAMERA:
        raise TongjingError(f"{text}: a camera is judged live by `tongjing run`; give a picture or a recording.")
    return sources[0]


def report(
    source: str, checklist: Checklist, wearer: Wearer, verdicts: tuple[Verdict, ...], language: str
) -> dict[str, object]:
    """The object that `--json` writes."""
    return {
        "source": source,
        "checklist": checklist.id,
        "version": checklist.version,
        "hash": checklist.sha256,
        "wearer": wearer.value,
        "overall": overall(verdicts).value,
        "verdicts": [verdict_row(verdict, language) for verdict in verdicts],
    }


def print_verdicts(checklist: Checklist, verdicts: tuple[Verdict, ...], language: str, out: TextIO) -> None:
    """A line for every clause, and how many came out how."""
    out.write(f"{checklist.name.text.of(language)} ({checklist.id} {checklist.version})\n")
    for verdict in verdicts:
        title = checklist.clause(verdict.clause).title.text.of(language)
        remedy = "" if verdict.remedy is None else f"  -> {verdict.remedy.of(language)}"
        out.write(
            f"{_MARKS[verdict.outcome]:>8}  {verdict.clause:<32} {title}  {detail_text(verdict, language)}{remedy}\n"
        )
    counts = {outcome: sum(v.outcome is outcome for v in verdicts) for outcome in Outcome}
    told = ", ".join(f"{count} {outcome.value}" for outcome, count in counts.items() if count)
    out.write(f"{overall(verdicts).value}: {told}\n")


def _annotate(
    source: Source,
    shown: Observation | None,
    checklist: Checklist,
    verdicts: tuple[Verdict, ...],
    language: str,
    path: Path,
) -> None:
    from station.annotation import save_annotated

    frame = _frame_at(source, 0 if shown is None else shown.frame_index)
    save_annotated(frame, shown, checklist, verdicts, language, path)


def _frame_at(source: Source, index: int) -> Frame:
    for frame in frames_of(source):
        if frame.index == index:
            return frame
    raise TongjingError(f"{source.name}: frame {index} cannot be read again.")
