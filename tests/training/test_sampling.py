import json
import math

import numpy as np
import pytest

from training.render.bodies import HELD_OUT, original_name, variant_name, vary
from training.render.sampling import BOWS_A_SERIES, series

PEOPLE = ["Asian_M_1_Busi", "Black_F_2_Busi"]


@pytest.mark.parametrize("kind", ["bow", "stand", "seat", "negative"])
def test_a_scene_comes_from_its_seed_alone(kind):
    assert json.dumps(series(kind, 4, PEOPLE)) == json.dumps(series(kind, 4, PEOPLE))
    assert json.dumps(series(kind, 4, PEOPLE)) != json.dumps(series(kind, 5, PEOPLE))


def test_a_bow_series_starts_upright_and_keeps_person_room_and_lens():
    for seed in range(20):
        scenes = series("bow", seed, PEOPLE)
        assert len(scenes) == 1 + BOWS_A_SERIES
        assert abs(scenes[0]["pose"]["trunk_flexion"]) < 6
        for scene in scenes[1:]:
            assert scene["avatar"] == scenes[0]["avatar"]
            assert scene["room"] == scenes[0]["room"]
            assert scene["camera"]["hfov_deg"] == scenes[0]["camera"]["hfov_deg"]
            assert scene["camera"]["distance"] == pytest.approx(scenes[0]["camera"]["distance"], abs=0.15)


def test_standing_people_are_seen_from_head_to_feet_more_often_than_not():
    whole = 0
    for seed in range(60):
        scene = series("stand", seed, PEOPLE)[0]
        camera, stature = scene["camera"], 1.9 * scene["scale"]
        half = math.atan(math.tan(math.radians(camera["hfov_deg"]) / 2) * camera["height"] / camera["width"])
        low = math.atan2(-camera["cam_height"], camera["distance"])
        high = math.atan2(stature - camera["cam_height"], camera["distance"])
        pitch = math.radians(camera["pitch_deg"])
        whole += pitch - half < low and high < pitch + half
    assert whole >= 40


def test_every_arm_pose_of_the_glossary_comes_up():
    seen = {series("stand", seed, PEOPLE)[0]["pose"]["reach"]["pose"] for seed in range(200)}
    assert {"sides", "front_right_over_left", "front_left_over_right", "behind", "crossed", "akimbo"} <= seen


def test_variants_lead_back_to_their_person():
    for name in HELD_OUT:
        assert original_name(variant_name(name, 2)) == name
        assert original_name(name) == name


def test_a_varied_body_stays_symmetric_and_keeps_its_hips_at_the_legs_scale():
    points = np.array([[0.6, 1.4, 0.02], [-0.6, 1.4, 0.02], [0.1, 0.9, 0.0], [0.1, 0.0, 0.1]])
    out = vary(points, (0.9, 0.18), (1.1, 0.95, 1.05, 0.97, 1.02))
    assert out[0, 0] == pytest.approx(-out[1, 0])
    assert out[0, 0] == pytest.approx(0.18 * 1.1 + 0.42 * 0.95)
    assert out[2, 1] == pytest.approx(0.9 * 0.97)
    assert out[3, 1] == 0.0


def test_a_kiosk_sees_hands_near_enough_and_from_the_front_half():
    scenes = [series("kiosk", seed, PEOPLE)[0] for seed in range(80)]
    assert json.dumps(scenes[3]) == json.dumps(series("kiosk", 3, PEOPLE)[0])
    assert all(abs(scene["camera"]["azimuth_deg"]) <= 72 for scene in scenes)
    assert all(scene["camera"]["distance"] <= 3.4 for scene in scenes)
    assert any(scene["camera"]["height"] > scene["camera"]["width"] for scene in scenes)
    folded = {scene["pose"].get("arms") or scene["pose"]["reach"]["pose"] for scene in scenes}
    assert {"right_over_left", "left_over_right"} <= folded


def test_a_kiosks_scene_has_one_pose_of_the_arms():
    for seed in range(80):
        pose = series("kiosk", seed, PEOPLE)[0]["pose"]
        assert ("arms" in pose) != ("reach" in pose)
