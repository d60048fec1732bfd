"""Cue sounds: made by us, small, without clicks, silent where nothing can be heard."""

import os
import wave
from pathlib import Path

import numpy as np
import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from station.sound.make_sounds import CUES, FOLDER, RATE_HZ, synthesise, write
from station.sound.player import CuePlayer


def test_the_kept_sounds_are_the_ones_the_program_makes(tmp_path):
    for path in write(tmp_path):
        assert path.read_bytes() == (FOLDER / path.name).read_bytes()


def test_all_sounds_together_are_small():
    assert sum(path.stat().st_size for path in FOLDER.glob("*.wav")) < 150_000


@pytest.mark.parametrize("name", sorted(CUES))
def test_a_cue_begins_and_ends_in_silence_and_never_clips(name):
    samples = synthesise(CUES[name])
    assert abs(int(samples[0])) < 200
    assert np.all(np.abs(samples[-int(0.01 * RATE_HZ) :].astype(int)) < 200)
    assert np.abs(samples.astype(int)).max() < 32767 * 0.6
    with wave.open(str(FOLDER / f"{name}.wav")) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE_HZ)
        assert 0.05 < file.getnframes() / RATE_HZ < 1.0


def test_good_news_rises_and_bad_news_falls():
    assert [tone[2] for tone in CUES["pass"]] == sorted(tone[2] for tone in CUES["pass"])
    assert [tone[2] for tone in CUES["fail"]] == sorted((tone[2] for tone in CUES["fail"]), reverse=True)


def test_sound_switched_off_is_silent_and_no_error(qapp):
    player = CuePlayer(on=False)
    assert not player.audible
    player.play("pass")
    player.play("no such sound")


def test_a_station_without_sounds_is_silent(qapp, tmp_path: Path, capfd):
    player = CuePlayer(tmp_path / "nothing")
    assert not player.audible
    player.play("pass")
    assert capfd.readouterr().err == ""
