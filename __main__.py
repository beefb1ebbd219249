"""`python -m seized` is the same program as `seized`."""

from __future__ import annotations

import sys

__all__ = ["main"]


def main() -> None:
    """Run the program; an interrupt while it is being loaded ends it without a word."""
    try:
        from .cli import main as run
    except KeyboardInterrupt:
        sys.exit(130)
    run()


if __name__ == "__main__":
    main()
