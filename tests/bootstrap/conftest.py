import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = (
    "sh",
    "cat",
    "cut",
    "dirname",
    "env",
    "flock",
    "mkdir",
    "printf",
    "readlink",
    "rm",
    "sed",
    "sha256sum",
    "touch",
)

# Stands for python3 and copies itself to where an environment has its Python. It writes down what it is asked.
PYTHON = """#!/bin/sh
printf '%s\\n' "python $*" >>"$CALLS"
here=$(dirname "$0")
case "$*" in
    "-m venv "*) mkdir -p "$3/bin"; cat "$0" >"$3/bin/python"; chmod +x "$3/bin/python" ;;
    "-c import platform"*) printf '3.11 linux x86_64\\n' ;;
    *"--editable "*)
        printf '#!/bin/sh\\nprintf "kiosk %%s\\\\n" "$*"\\n' >"$here/tongjing"
        chmod +x "$here/tongjing"
        ;;
    *"install -qq"*) [ ! -e "$FAILING" ] ;;
    *"vision.models install"*) mkdir -p "$CHECKOUT/assets/models/onnx" ;;
    *"vision.models collect"*) mkdir -p "$4/models" ;;
esac
"""


@dataclass
class Checkout:
    """A checkout with the real script, on a machine of which everything else is played by stubs."""

    root: Path
    tools: Path
    calls: Path
    failing: Path
    environment: dict[str, str] = field(default_factory=dict)

    def run(self, *words: str, environment: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        """Run ./tongjing with these words."""
        return subprocess.run(
            [str(self.root / "tongjing"), *words],
            capture_output=True,
            text=True,
            check=False,
            cwd=self.root.parent,
            env={**self.environment, **(environment or {})},
        )

    def stub(self, name: str, script: str) -> None:
        """Put a program of this name on the PATH; it writes down its call, then runs the script."""
        path = self.tools / name
        path.write_text(f'#!/bin/sh\nprintf "%s\\n" "{name} $*" >>"$CALLS"\n{script}\n', encoding="utf-8")
        path.chmod(0o755)

    def called(self) -> list[str]:
        """What was called since the last look."""
        calls = self.calls.read_text(encoding="utf-8").splitlines() if self.calls.exists() else []
        self.calls.unlink(missing_ok=True)
        return calls


def libraries() -> list[str]:
    """The libraries that the script's own table names."""
    text = (ROOT / "tongjing").read_text(encoding="utf-8")
    table = text.split("LIBRARIES='\n")[1].split("'\n")[0]
    return [line.split()[0] for line in table.splitlines()]


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    root, tools = tmp_path / "check out", tmp_path / "bin"
    (root / "assets" / "models").mkdir(parents=True)
    tools.mkdir()
    shutil.copy(ROOT / "tongjing", root / "tongjing")
    for name in (
        "requirements.lock",
        "requirements-test.lock",
        "requirements-mediapipe.lock",
        "pyproject.toml",
        "assets/models/manifest.toml",
    ):
        (root / name).write_text(f"{name}\n", encoding="utf-8")
    for name in (*TOOLS, "chmod", "mktemp"):
        found = shutil.which(name)
        if found:
            (tools / name).symlink_to(found)
    (tools / "python3").write_text(PYTHON, encoding="utf-8")
    (tools / "python3").chmod(0o755)
    made = Checkout(root, tools, tmp_path / "calls", tmp_path / "failing")
    made.environment = {
        "PATH": str(tools),
        "CALLS": str(made.calls),
        "FAILING": str(made.failing),
        "CHECKOUT": str(root),
        "HOME": str(tmp_path),
    }
    known = "\\n".join(f"\t{library} (libc6,x86-64) => /lib/{library}" for library in libraries())
    made.stub("ldconfig", f"printf '{known}\\n'")
    made.stub("fc-list", "printf 'A Chinese Font\\n'")
    made.stub("id", "printf '1000\\n'")
    made.stub("apt-get", "")
    made.stub("sudo", "exit 99")
    return made


@pytest.fixture
def without(checkout: Checkout) -> Callable[[str], None]:
    """Makes the loader not know one library."""

    def forget(library: str) -> None:
        known = "\\n".join(f"\t{name} (libc6,x86-64) => /lib/{name}" for name in libraries() if name != library)
        checkout.stub("ldconfig", f"printf '{known}\\n'")

    return forget
