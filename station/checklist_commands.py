"""`tongjing checklist list | show | validate | coverage`: plain functions that print and return the exit code."""

from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from checklists.coverage import coverage, coverage_json
from checklists.faults import ChecklistError
from checklists.folder import load_folder
from checklists.loader import load_file, load_shipped
from checklists.model import Checklist
from checklists.sheet import html_sheet, sheet_of, text_sheet
from checklists.verdict import Wearer
from station.own_checklists import checklists_in_force
from vision.errors import TongjingError

_DONE, _INPUT = 0, 2


def list_checklists(out: TextIO, *, language: str = "zh_CN", folder: Path | None = None) -> int:
    """One line per checklist: id, name, version, clauses for men and women.

    `folder`: the owner's own ones; default: those in the station's data folder.
    """
    checklists, code = _in_force(folder, out, language)
    for checklist in checklists.values():
        men, women = (len(checklist.clauses_for(wearer)) for wearer in (Wearer.MEN, Wearer.WOMEN))
        name = checklist.name.text.of(language)
        counted = f"men {men}, women {women}" if language.startswith("en") else f"男士{men}条，女士{women}条"
        print(f"{checklist.id:<18} {checklist.version:<8} {counted}  {name}", file=out)
    return code


def show_checklist(
    checklist_id: str,
    out: TextIO,
    *,
    language: str = "zh_CN",
    html: Path | None = None,
    pdf: Path | None = None,
    folder: Path | None = None,
) -> int:
    """A readable sheet on `out`, or as an HTML page in the file `html`, or as a PDF in the file `pdf`.

    TongjingError where there is no such id, or where a file cannot be written.
    """
    checklists, code = _in_force(folder, out, language)
    checklist = checklists.get(checklist_id)
    if checklist is None:
        known = ", ".join(checklists)
        raise TongjingError(f"{checklist_id}: there is no such checklist; choose one of {known}.")
    if html is None and pdf is None:
        out.write(text_sheet(checklist, language))
        return code
    if html is not None:
        page = html_sheet(checklist, language)
        _write(html, lambda path: path.write_text(page, encoding="utf-8", newline="\n"))
        print(html, file=out)
    if pdf is not None:
        from station.checklist_sheet_pdf import write_sheet_pdf  # Qt is loaded for this form only

        sheet = sheet_of(checklist, language)
        _write(pdf, lambda path: write_sheet_pdf(sheet, path))
        print(pdf, file=out)
    return code


def _write(path: Path, write: Callable[[Path], object]) -> None:
    try:
        write(path)
    except OSError as error:
        raise TongjingError(f"{path}: cannot be written ({error.strerror}); choose another place.") from None


def validate_checklist(
    path: Path, out: TextIO, err: TextIO, *, language: str = "en", folder: Path | None = None
) -> int:
    """Check one file: 0 and one line on `out` where it is right; 2 and one line per fault on `err` where not.

    `folder`: the owner's checklists, which the file may extend as well as the shipped ones; default: those in the
    station's data folder.
    """
    shipped = load_shipped()
    bases = dict((checklists_in_force() if folder is None else load_folder(folder)).checklists)
    bases.pop(path.stem, None)
    if path.stem in shipped:
        bases[path.stem] = shipped[path.stem]
    try:
        checklist = load_file(path, bases=bases)
    except ChecklistError as error:
        for fault in error.faults:
            print(fault.said(language), file=err)
        return _INPUT
    counted = f"{len(checklist.clauses)} clauses" if language.startswith("en") else f"{len(checklist.clauses)}条"
    print(f"{path}: {checklist.id} {checklist.version}, {counted}, sha256 {checklist.sha256}", file=out)
    return _DONE


def print_coverage(out: TextIO, *, as_json: bool = False) -> int:
    """The clause table of the shipped standards, as JSON or one line per pair."""
    rows = coverage()
    if as_json:
        out.write(coverage_json(rows))
        return _DONE
    for row in rows:
        waits = " (waited for)" if row.awaits and not row.measures else ""
        print(f"{row.standard:<18} {row.clause:<36} {row.mode.value:<9} {row.measure or '-'}{waits}", file=out)
    return _DONE


def _in_force(folder: Path | None, out: TextIO, language: str) -> tuple[dict[str, Checklist], int]:
    """The checklists in force; faults of the owner's files are printed first and make the exit code 2."""
    loaded = checklists_in_force() if folder is None else load_folder(folder)
    for fault in loaded.faults:
        print(fault.said(language), file=out)
    return dict(loaded.checklists), _INPUT if loaded.faults else _DONE
