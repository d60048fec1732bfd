"""`tongjing staff`: taking over the owner's list."""

from pathlib import Path
from typing import TextIO

from station.own_checklists import checklists_in_force
from station.own_files import keep_good
from station.settings import data_folder
from station.staff.importing import import_staff as take_over
from station.staff.members import FILE_NAME


def import_staff(file: Path, out: TextIO) -> int:
    """Import the list into the data folder and say how many it holds. Raises TongjingError with every fault."""
    known = {clause.id for checklist in checklists_in_force().checklists.values() for clause in checklist.clauses}
    stored = data_folder() / FILE_NAME
    staff = take_over(file, stored, known)
    keep_good(stored)
    out.write(f"{len(staff.members)} people are on the staff list now.\n")
    return 0
