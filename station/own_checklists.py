"""The checklists in force on this station: the shipped ones with the owner's, from the station's data folder."""

from checklists.folder import Loaded, load_folder
from station.settings import data_folder

CHECKLIST_FOLDER, LAST_GOOD_FOLDER = "checklists", "checklists.good"


def checklists_in_force() -> Loaded:
    """Shipped and owner's checklists, the last good versions of broken ones, and every fault found."""
    folder = data_folder()
    return load_folder(folder / CHECKLIST_FOLDER, folder / LAST_GOOD_FOLDER)
