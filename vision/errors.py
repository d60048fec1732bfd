"""The one error that crosses a boundary of the house."""


class TongjingError(Exception):
    """Wrong input or set-up. The message is one sentence for a person: what, where, and what to do.

    Raised where the fault is found, shown once by the command line (exit code 2) or by the screen.
    """
