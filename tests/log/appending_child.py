"""Stations that log as fast as they can until they are killed, printing a line for every receipt they hold.

Reads lines "FOLDER START LIMIT" and forks a station for each (so that it starts at once), prints "pid N" before and
"dead" after it; on an empty line it ends.
"""

import os
import sys
from pathlib import Path

from log.sessions import clauses, session

from station.log import ComplianceLog


def log_sessions(data_dir: Path, start: int, limit: int) -> None:
    log = ComplianceLog.open(data_dir, station="kiosk-1", branch="浦东支行")
    print("open", flush=True)
    for number in range(start, start + limit):
        receipt = log.append_session(session(number, with_clauses=clauses()[: 1 + number % 7]))
        print(
            f"logged {receipt.session_id} {receipt.first_sequence} {receipt.last_sequence} {receipt.hash}", flush=True
        )
    log.close()


def main() -> None:
    for line in sys.stdin:
        if not line.strip():
            return
        data_dir, start, limit = line.split()
        child = os.fork()
        if child == 0:
            log_sessions(Path(data_dir), int(start), int(limit))
            os._exit(0)
        print(f"pid {child}", flush=True)
        os.waitpid(child, 0)
        print("dead", flush=True)


if __name__ == "__main__":
    main()
