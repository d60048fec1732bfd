"""The trainer's side of the station: which drill runs, and what its dial shows."""

from collections.abc import Mapping

from checklists.model import Checklist
from checklists.verdict import Outcome
from station.trainer.bow_drill import bow_drills
from station.trainer.bow_session import BowSession, standard_for
from station.trainer.catalogue import Catalogue, DrillPage, Shelf, drills_of
from station.view_state import Dial
from vision.observation import Observation

NO_WORDS = ("", "", "")


class Exercise:
    """State: the drill that was chosen last. A station may be there for drills alone."""

    def __init__(self, checklists: Mapping[str, Checklist], wanted: str | None, drill: str | None) -> None:
        """`wanted`: the checklist for everybody. `drill`: a drill station. TongjingError for an unknown one."""
        self._checklists, self._wanted = dict(checklists), wanted
        self.alone = drill is not None
        """True for a station without checks."""
        self._session = self._of(drill) if drill is not None else None
        self._catalogue = Catalogue(drills_of(self._checklists, wanted))

    def _of(self, drill: str) -> BowSession:
        return BowSession(drill, standard_for(drill, self._checklists, self._wanted))

    @property
    def _known(self) -> tuple[str, ...]:
        wanted = (self._checklists[self._wanted],) if self._wanted else tuple(self._checklists.values())
        return tuple(dict.fromkeys(drill for checklist in wanted for drill in bow_drills(checklist)))

    @property
    def ready(self) -> bool:
        """True where a drill is chosen."""
        return self._session is not None

    def choose(self, drill: str | None) -> bool:
        """Take this drill, or the first there is where none is chosen; False where there is no such drill."""
        if drill is None and self._session is not None:
            return True
        name = drill if drill is not None else next(iter(self._known), None)
        if name is None or name not in self._known:
            return False
        self._session = self._of(name)
        return True

    def wipe(self) -> None:
        """Nothing of a trainee stays; which drill was chosen stays."""
        self.begin()
        self._catalogue.reset()

    def open_list(self) -> None:
        """The list of drills, on the page where it was."""
        self._catalogue.close_sheet()

    def leaf(self, action: str, payload: str | None) -> bool:
        """A press in the list: turn the page, open a sheet; False for any other."""
        return self._catalogue.leaf(action, payload)

    @property
    def opened(self) -> str | None:
        """The drill whose sheet lies open."""
        return self._catalogue.opened

    @property
    def shelf(self) -> Shelf:
        """What of the drills lies open."""
        return self._catalogue.shelf

    def page(self, language: str) -> DrillPage:
        """What of the drills lies open, in words."""
        return self._catalogue.page(language)

    @property
    def told(self) -> Outcome | None:
        """How the repetition came out that the words are about; None: they say what to do."""
        return self._session.told if self._session is not None else None

    @property
    def side_on(self) -> bool:
        """True where the next repetition is to be seen from the side."""
        return self._session is not None and self._session.side_on

    def begin(self) -> None:
        """A new set."""
        if self._session is not None:
            self._session.reset()

    def close(self) -> None:
        """The set is over: its summary is shown."""
        if self._session is not None:
            self._session.close()

    def observe(self, observation: Observation) -> str:
        """Take one frame; the id of the sound that it calls for, or empty."""
        return self._session.observe(observation) if self._session is not None else ""

    @property
    def measures(self) -> frozenset[str] | None:
        """What the drill is judged by; None where none is chosen."""
        return self._session.measures if self._session is not None else None

    @property
    def finished(self) -> bool:
        """True after the last repetition."""
        return self._session is not None and self._session.finished

    def dial(self, language: str) -> Dial | None:
        """The dial as it stands; None where no drill is chosen."""
        return self._session.dial(language) if self._session is not None else None

    def words(self, language: str) -> tuple[str, str, str]:
        """Headline, instruction and message."""
        return self._session.words(language) if self._session is not None else NO_WORDS
