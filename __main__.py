"""`python -m seized` is the same program as `seized`."""

from __future__ import annotations

from .cli import main

if __name__ == "__main__":
    main()
