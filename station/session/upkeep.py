"""What the station does for itself once a day while nobody is there."""

import logging
from collections.abc import Callable
from concurrent.futures import Executor
from datetime import date, timedelta

_log = logging.getLogger(__name__)
LONGEST_LEAP = timedelta(days=7)
"""A clock that is farther ahead than this since yesterday is not trusted to say what is old."""


class DailyUpkeep:
    """Runs one job when a new local day has begun. State: the last day that was seen."""

    def __init__(self, job: Callable[[], object], executor: Executor, today: date) -> None:
        """`job` was done on `today` already: opening the log does it."""
        self._job, self._executor, self._last = job, executor, today

    def look(self, today: date) -> None:
        """Call while the station is idle."""
        leap = today - self._last
        if not leap:
            return
        self._last = today
        if timedelta(0) < leap <= LONGEST_LEAP:
            self._executor.submit(self._run)

    def _run(self) -> None:
        try:
            self._job()
        except Exception:
            # nobody asks this job for its result: the log of the run is the only place to say what failed
            _log.exception("the daily upkeep failed")
