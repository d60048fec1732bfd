"""Synthesises the cue sounds: `python -m station.sound.make_sounds` writes assets/sounds/*.wav.

Soft sine tones with two overtones and an exponential decay; meaning is in the direction: rising is good, falling asks
for attention. 16 kHz, 16 bit, mono.
"""

import sys
import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

RATE_HZ = 16_000
PEAK = 0.55
FOLDER = Path(__file__).resolve().parents[2] / "assets" / "sounds"

Tone = tuple[float, float, float]
"""Start s, length s, frequency Hz."""

CUES: dict[str, tuple[Tone, ...]] = {
    "pass": ((0.00, 0.28, 659.26), (0.12, 0.50, 987.77)),
    "fail": ((0.00, 0.26, 493.88), (0.16, 0.46, 369.99)),
    "attention": ((0.00, 0.20, 587.33), (0.22, 0.34, 587.33)),
    "step": ((0.00, 0.26, 783.99),),
    "logged": ((0.00, 0.24, 523.25), (0.10, 0.26, 659.26), (0.20, 0.56, 783.99)),
    "countdown": ((0.00, 0.10, 880.00),),
}
"""Sound id -> its tones. `ViewState.sound` carries these ids."""


def synthesise(tones: tuple[Tone, ...]) -> NDArray[np.int16]:
    """The samples of a cue, ending in silence."""
    length_s = max(start_s + lasting_s for start_s, lasting_s, _ in tones) + 0.02
    sound = np.zeros(int(length_s * RATE_HZ))
    for start_s, lasting_s, frequency_hz in tones:
        time_s = np.arange(int(lasting_s * RATE_HZ)) / RATE_HZ
        wave_form = sum(
            share * np.sin(2.0 * np.pi * frequency_hz * order * time_s)
            for order, share in ((1, 1.0), (2, 0.22), (3, 0.08))
        )
        # 8 ms of attack and an end at zero: no click
        envelope = np.minimum(time_s / 0.008, 1.0) * np.exp(-3.6 * time_s / lasting_s)
        envelope *= np.minimum((lasting_s - time_s) / 0.03, 1.0)
        first = int(start_s * RATE_HZ)
        sound[first : first + len(time_s)] += wave_form * envelope
    return np.asarray(sound / np.abs(sound).max() * PEAK * 32767.0, dtype=np.int16)


def write(folder: Path = FOLDER) -> list[Path]:
    """Write every cue as a WAV file."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, tones in CUES.items():
        path = folder / f"{name}.wav"
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE_HZ)
            file.writeframes(synthesise(tones).astype("<i2").tobytes())
        written.append(path)
    return written


if __name__ == "__main__":
    for path in write():
        sys.stdout.write(f"{path.name} {path.stat().st_size}\n")
