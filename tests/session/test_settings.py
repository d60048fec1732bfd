import tomllib

import pytest

from station.settings import (
    DATA_VARIABLE,
    Settings,
    SettingsError,
    data_folder,
    load_settings,
    migrate,
    parse_settings,
    save_settings,
)


def written(tmp_path, text):
    path = tmp_path / "settings.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_no_file_means_the_defaults_and_chinese_first(tmp_path):
    settings = load_settings(tmp_path / "settings.toml")
    assert settings == Settings()
    assert settings.station.language == "zh_CN"
    assert settings.log.retention_days == 30
    assert not settings.checks.smile_in_records


def test_every_fault_is_told_at_once_with_its_place(tmp_path):
    path = written(
        tmp_path,
        'wrong = 1\n[station]\nlanguage = "fr"\n[checks]\nkind = "slow"\n'
        '[session]\nleave_s = 90\n[camera]\nwidth_px = "wide"\n',
    )
    with pytest.raises(SettingsError) as caught:
        load_settings(path)
    message = str(caught.value)
    assert str(path) in message
    for place in (
        "wrong: there is no such setting",
        "station.language",
        "checks.kind",
        "session.leave_s",
        "camera.width_px",
    ):
        assert place in message
    assert "'fr'" in message


@pytest.mark.parametrize("content", [b"= nonsense", b"\xff\xfe"])
def test_a_file_that_is_no_toml_is_told_in_one_sentence(tmp_path, content):
    path = tmp_path / "settings.toml"
    path.write_bytes(content)
    with pytest.raises(SettingsError, match=r"settings\.toml"):
        load_settings(path)


def test_saving_keeps_comments_and_comes_back_equal(tmp_path):
    path = written(
        tmp_path, '# ours\n[station]\nid = "east-1" # by the door\n[checks.by_role]\nteller = "bank_branch"\n'
    )
    settings = load_settings(path)
    changed = settings.model_copy(update={"sound": settings.sound.model_copy(update={"on": False})})
    save_settings(changed, path)
    text = path.read_text(encoding="utf-8")
    assert "# ours" in text
    assert "# by the door" in text
    assert load_settings(path) == changed
    assert tomllib.loads(text)["sound"]["on"] is False


def test_the_role_decides_the_checklist():
    settings = parse_settings({"checks": {"checklist": "house", "by_role": {"teller": "bank_branch"}}})
    assert settings.checklist_for("teller") == "bank_branch"
    assert settings.checklist_for("") == "house"


def test_an_older_version_is_migrated_step_by_step_and_a_newer_one_refused():
    steps = {
        1: lambda old: {"branch": old["place"], "version": 1},
        2: lambda old: {"station": {"branch": old["branch"]}},
    }
    assert migrate({"version": 1, "place": "East"}, "f", steps, 3) == {"station": {"branch": "East"}, "version": 3}
    with pytest.raises(SettingsError, match="update Tongjing"):
        parse_settings({"version": 99})
    with pytest.raises(SettingsError, match="can no longer be read"):
        migrate({"version": 1}, "f", {}, 2)
    with pytest.raises(SettingsError, match="whole number"):
        parse_settings({"version": "one"})


def test_the_data_folder_is_given_by_the_environment_or_is_the_users_own(monkeypatch, tmp_path):
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path))
    assert data_folder() == tmp_path
    monkeypatch.delenv(DATA_VARIABLE)
    assert data_folder().name == "tongjing"
