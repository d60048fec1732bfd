"""What a SOURCE on the command line leads to."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from station.capture.clips import ClipError, read_clip
from station.capture.sources import SourceError, SourceKind, frames_of, resolve


def write_clip(path: Path, frames: int = 12, rate: float = 10.0) -> Path:
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), rate, (96, 64))
    for index in range(frames):
        writer.write(np.full((64, 96, 3), 20 * index % 255, dtype=np.uint8))
    writer.release()
    return path


def test_a_folder_gives_its_pictures_and_clips_in_order(tmp_path: Path) -> None:
    for name in ("b.png", "a.jpg", "notes.txt"):
        cv2.imwrite(str(tmp_path / name), np.zeros((32, 32, 3), np.uint8)) if name[0] != "n" else (
            tmp_path / name
        ).write_text("x")
    write_clip(tmp_path / "c.mp4")
    found = resolve(str(tmp_path))
    assert [Path(source.name).name for source in found] == ["a.jpg", "b.png", "c.mp4"]
    assert [source.kind for source in found] == [SourceKind.PICTURE, SourceKind.PICTURE, SourceKind.CLIP]


def test_numbers_and_device_files_are_cameras() -> None:
    assert resolve("0")[0].kind is SourceKind.CAMERA
    assert resolve("0")[0].device == 0
    assert resolve("/dev/video2")[0].device == "/dev/video2"


def test_an_empty_folder_and_a_missing_path_are_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no pictures"):
        resolve(str(tmp_path))
    with pytest.raises(SourceError, match="no such file"):
        resolve(str(tmp_path / "gone.jpg"))


def test_a_clip_gives_frames_with_their_times(tmp_path: Path) -> None:
    frames = list(read_clip(write_clip(tmp_path / "a.mp4")))
    assert [frame.index for frame in frames] == list(range(12))
    assert frames[5].time_s == pytest.approx(0.5)
    assert frames[0].pixels.shape == (64, 96, 3)


def test_a_clip_under_a_picture_ending_is_still_a_clip(tmp_path: Path) -> None:
    write_clip(tmp_path / "a.mp4").rename(tmp_path / "a.jpg")
    (source,) = resolve(str(tmp_path / "a.jpg"))
    assert source.kind is SourceKind.CLIP
    assert len(list(frames_of(source))) == 12


def test_a_picture_under_a_clip_ending_is_still_a_picture(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "a.png"), np.zeros((32, 40, 3), np.uint8))
    (tmp_path / "a.png").rename(tmp_path / "a.mp4")
    (frame,) = frames_of(resolve(str(tmp_path / "a.mp4"))[0])
    assert frame.pixels.shape == (32, 40, 3)


def test_a_cut_off_or_broken_video_gets_one_clear_sentence(tmp_path: Path) -> None:
    whole = write_clip(tmp_path / "a.mp4").read_bytes()
    (tmp_path / "cut.mp4").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "empty.mp4").write_bytes(b"")
    (tmp_path / "text.mp4").write_text("not a film")
    for name in ("cut.mp4", "empty.mp4", "text.mp4"):
        with pytest.raises(ClipError) as caught:
            list(read_clip(tmp_path / name))
        assert name in str(caught.value)
        assert "\n" not in str(caught.value)


def test_a_damaged_frame_is_left_out_and_the_others_keep_their_times(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    clip = tmp_path / "a.avi"
    writer = cv2.VideoWriter(str(clip), cv2.VideoWriter.fourcc(*"MJPG"), 10.0, (96, 64))
    noise = np.random.default_rng(4)
    for _ in range(12):
        writer.write(noise.integers(0, 255, (64, 96, 3), dtype=np.uint8))
    writer.release()
    content = bytearray(clip.read_bytes())
    start = -1
    for _ in range(6):
        start = content.index(b"\xff\xd8\xff", start + 1)
    content[start : start + 400] = bytes(400)
    clip.write_bytes(bytes(content))
    frames = list(read_clip(clip))
    assert [frame.index for frame in frames] == list(range(11))
    assert [round(frame.time_s, 3) for frame in frames] == [index / 10 for index in range(12) if index != 5]
    assert capfd.readouterr().err == "", "one sentence or none, never the decoder's own words"
