"""`./tongjing` on a machine played by stubs: what it calls, what it says, and what it never does."""

from collections.abc import Callable

from tests.bootstrap.conftest import Checkout


def pip_calls(calls: list[str]) -> list[str]:
    return [call for call in calls if " pip " in call and ("install -qq" in call or "download" in call)]


def test_the_first_set_up_makes_everything_and_hands_over(checkout: Checkout) -> None:
    done = checkout.run("doctor", "--privacy")
    calls = checkout.called()
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "kiosk doctor --privacy"
    packages, itself = pip_calls(calls)
    assert f"--require-hashes --only-binary :all: --requirement {checkout.root}/requirements.lock" in packages
    assert "--no-index --no-deps --no-build-isolation --editable" in itself
    assert any("vision.models install" in call for call in calls)


def test_a_repeated_set_up_calls_neither_pip_nor_the_models(checkout: Checkout) -> None:
    checkout.run("run")
    checkout.called()
    again = checkout.run("run", "--windowed")
    assert again.stdout == "kiosk run --windowed\n"
    assert [call for call in checkout.called() if call.startswith("python")] == []


def test_words_with_spaces_arrive_whole(checkout: Checkout) -> None:
    done = checkout.run("inspect", "a picture.png", "")
    assert done.stdout == "kiosk inspect a picture.png \n"


def test_a_changed_lock_is_installed_and_nothing_else_is(checkout: Checkout) -> None:
    checkout.run("run")
    checkout.called()
    (checkout.root / "requirements.lock").write_text("changed\n", encoding="utf-8")
    checkout.run("run")
    calls = checkout.called()
    assert len(pip_calls(calls)) == 2
    assert not any("-m venv" in call or "vision.models" in call for call in calls)


def test_a_changed_manifest_installs_the_models_only(checkout: Checkout) -> None:
    checkout.run("run")
    checkout.called()
    (checkout.root / "assets" / "models" / "manifest.toml").write_text("changed\n", encoding="utf-8")
    checkout.run("run")
    calls = checkout.called()
    assert pip_calls(calls) == []
    assert any("vision.models install" in call for call in calls)


def test_an_interrupted_installation_is_begun_anew(checkout: Checkout) -> None:
    checkout.failing.touch()
    failed = checkout.run("run")
    assert failed.returncode == 2
    assert "--bundle DIR" in failed.stderr
    assert (checkout.root / ".venv" / ".installing").exists()
    checkout.failing.unlink()
    checkout.called()
    done = checkout.run("run")
    assert done.stdout.endswith("kiosk run\n")
    assert any("-m venv" in call for call in checkout.called())
    assert not (checkout.root / ".venv" / ".installing").exists()


def test_a_half_made_environment_is_made_anew(checkout: Checkout) -> None:
    (checkout.root / ".venv" / "bin").mkdir(parents=True)
    done = checkout.run("run")
    assert done.stdout.endswith("kiosk run\n")


def test_a_moved_checkout_sets_itself_up_again(checkout: Checkout) -> None:
    checkout.run("run")
    moved = checkout.root.rename(checkout.root.with_name("elsewhere"))
    checkout.root = moved
    checkout.called()
    checkout.run("run", environment={"CHECKOUT": str(moved)})
    assert len(pip_calls(checkout.called())) == 2


def test_missing_libraries_are_named_in_one_line_and_nothing_is_installed_without_root(
    checkout: Checkout, without: Callable[[str], None]
) -> None:
    without("libxcb-cursor.so.0")
    done = checkout.run("run")
    calls = checkout.called()
    assert done.returncode == 2
    line = (
        "apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends libxcb-cursor0"
    )
    assert f"sudo sh -c '{line}'" in done.stderr
    assert not any(call.startswith(("sudo", "apt-get", "python -m")) for call in calls)


def test_root_installs_what_is_missing_with_one_update(checkout: Checkout, without: Callable[[str], None]) -> None:
    without("libEGL.so.1")
    checkout.stub("id", "printf '0\\n'")
    done = checkout.run("run")
    calls = [call for call in checkout.called() if call.startswith(("apt-get", "sudo"))]
    assert done.returncode == 0
    assert calls == ["apt-get update", "apt-get install -y --no-install-recommends libegl1"]


def test_a_failing_package_manager_is_said_and_ends_with_2(
    checkout: Checkout, without: Callable[[str], None]
) -> None:
    without("libEGL.so.1")
    checkout.stub("id", "printf '0\\n'")
    checkout.stub("apt-get", "exit 100")
    done = checkout.run("run")
    assert done.returncode == 2
    assert "could not be installed" in done.stderr.splitlines()[-1]


def test_a_system_without_apt_is_told_the_names(checkout: Checkout, without: Callable[[str], None]) -> None:
    without("libEGL.so.1")
    (checkout.tools / "apt-get").unlink()
    done = checkout.run("run")
    assert done.returncode == 2
    assert "libegl1" in done.stderr


def test_a_machine_without_python_is_told_to_install_it(checkout: Checkout) -> None:
    (checkout.tools / "python3").unlink()
    done = checkout.run("run")
    assert done.returncode == 2
    assert "python3 python3-venv" in done.stderr


def test_a_bundle_is_used_without_an_index(checkout: Checkout) -> None:
    bundle = checkout.root.parent / "bundle"
    bundle.mkdir()
    (bundle / "bundle.txt").write_text("python 3.11 linux x86_64\n", encoding="utf-8")
    done = checkout.run("setup", "--bundle", "bundle")
    calls = checkout.called()
    assert done.returncode == 0, done.stderr
    assert f"--no-index --find-links {bundle}/wheels" in pip_calls(calls)[0]
    assert any(call.endswith(f"vision.models install --bundle {bundle}") for call in calls)


def test_the_bundle_may_come_from_the_environment(checkout: Checkout) -> None:
    bundle = checkout.root.parent / "bundle"
    bundle.mkdir()
    (bundle / "bundle.txt").write_text("python 3.11 linux x86_64\n", encoding="utf-8")
    done = checkout.run("run", environment={"TONGJING_BUNDLE": str(bundle)})
    assert done.returncode == 0, done.stderr
    assert "--no-index" in pip_calls(checkout.called())[0]


def test_a_bundle_for_another_python_is_refused(checkout: Checkout) -> None:
    bundle = checkout.root.parent / "bundle"
    bundle.mkdir()
    (bundle / "bundle.txt").write_text("python 3.13 linux x86_64\n", encoding="utf-8")
    done = checkout.run("setup", "--bundle", str(bundle))
    assert done.returncode == 2
    assert "3.13" in done.stderr
    assert "3.11" in done.stderr
    assert not (checkout.root / ".venv").exists()


def test_a_folder_that_is_no_bundle_is_refused(checkout: Checkout) -> None:
    done = checkout.run("setup", "--bundle", "nowhere")
    assert done.returncode == 2
    assert "no bundle" in done.stderr


def test_a_bundle_holds_packages_models_and_its_python(checkout: Checkout) -> None:
    done = checkout.run("bundle", "new bundle")
    target = checkout.root.parent / "new bundle"
    calls = checkout.called()
    assert done.returncode == 0, done.stderr
    assert (target / "bundle.txt").read_text(encoding="utf-8") == "python 3.11 linux x86_64\n"
    assert any(
        "download -qq --no-deps --require-hashes" in call and f"--dest {target}/wheels" in call for call in calls
    )
    assert any(call.endswith(f"vision.models collect {target}") for call in calls)


def test_the_reference_backend_gets_an_environment_of_its_own(checkout: Checkout) -> None:
    done = checkout.run("setup", "--with-mediapipe")
    calls = pip_calls(checkout.called())
    assert done.returncode == 0, done.stderr
    assert any("requirements-mediapipe.lock" in call for call in calls)
    assert (checkout.root / ".venv-mediapipe" / "bin" / "python").exists()
    assert checkout.run("run").stdout == "kiosk run\n"
    assert pip_calls(checkout.called()) == []


def test_an_unknown_option_shows_how_it_is_used(checkout: Checkout) -> None:
    for words in ([], ["setup", "--nonsense"], ["bundle", "--nonsense"]):
        done = checkout.run(*words)
        assert done.returncode == 2
        assert "./tongjing run" in done.stderr
