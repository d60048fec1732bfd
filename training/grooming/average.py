"""Puts the mean of two states of the mask's decoder beside the later state's face decoder, and exports both networks.

    python -m training.grooming.average --early FILE --late FILE [--late-share 0.5] [--out assets/models/own]

Both files are `--weights` of one training. Why: decision 0128.
"""

import argparse
from pathlib import Path

import torch

from training.grooming.train import Learner, write

NOT_AVERAGED = ("say", "look")
"""The headwear's own layers are those of the later state."""


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--early", type=Path, required=True)
    parser.add_argument("--late", type=Path, required=True)
    parser.add_argument("--late-share", type=float, default=0.5)
    parser.add_argument("--out", type=Path, default=Path("assets/models/own"))
    arguments = parser.parse_args()
    learner = Learner(arguments.late, rate=0.0)
    early, late = torch.load(arguments.early)["head"], torch.load(arguments.late)["head"]
    mixed = {
        name: torch.lerp(early[name], values, arguments.late_share)
        if values.is_floating_point() and not name.startswith(NOT_AVERAGED)
        else values
        for name, values in late.items()
    }
    learner.kept[0].network.load_state_dict(mixed)
    write(learner, arguments.out)


if __name__ == "__main__":
    main()
