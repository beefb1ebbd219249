"""Take the pictures of the pages for the documentation: light, dark, and as a phone shows them.

    python docs/screenshots/make.py --index INDEX

INDEX is one of the whole corpus (docs/corpora.md). Needs `pip install 'seized[web]' playwright` and Chromium, which
SEIZED_CHROMIUM names where it is not on the path.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

DESK, PHONE = {"width": 1280, "height": 860}, {"width": 375, "height": 760}
PICTURES: dict[str, tuple[str, dict[str, Any]]] = {
    "search-light": ("/?q=women+peace+security&clause=operative", {"color_scheme": "light"}),
    "search-dark": ("/?q=women+peace+security&clause=operative", {"color_scheme": "dark"}),
    "search-phone": ("/?q=women+peace+security", {"color_scheme": "light", "viewport": PHONE}),
    "search-chinese": ("/?q=维和人员&ui=zh", {"color_scheme": "light"}),
    "document-both": ("/documents/S/RES/2518(2020)?lang=en&parallel=zh&q=women", {"color_scheme": "light"}),
    "clause-dark": ("/clauses/S/RES/2552(2020)/op/1", {"color_scheme": "dark"}),
    "draft-light": ("/draft?of=S/RES/2518(2020)/op/1", {"color_scheme": "light"}),
    "compare-light": ("/compare?new=2531", {"color_scheme": "light"}),
    "usage-light": ("/usage?phrase=all+necessary+means&phrase=all+necessary+measures", {"color_scheme": "light"}),
    "usage-dark": ("/usage?phrase=all+necessary+means&phrase=all+necessary+measures", {"color_scheme": "dark"}),
    "citations-light": ("/citations?symbol=1325", {"color_scheme": "light"}),
    "citations-phone": ("/citations?symbol=1325", {"color_scheme": "dark", "viewport": PHONE}),
}
"""Name of the file: address, and what kind of screen it is."""


def main() -> None:
    """Serve the index, and take every picture."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--index", required=True)
    options.add_argument("--out", type=Path, default=Path(__file__).parent)
    given = options.parse_args()
    serving = [sys.executable, "-m", "seized", "serve", "--index", given.index, "-p", "0", "--seconds", "60"]
    with subprocess.Popen(serving, stdout=subprocess.PIPE, text=True) as server, sync_playwright() as playwright:
        assert server.stdout is not None
        found = re.search(r"http://\S+(?=/ )", server.stdout.readline())
        assert found is not None
        chromium = os.environ.get("SEIZED_CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for name, (path, screen) in PICTURES.items():
            _take(browser, found[0] + path, screen, given.out / f"{name}.png")
        browser.close()
        server.terminate()


def _take(browser: Browser, address: str, screen: dict[str, Any], file: Path) -> None:
    context = browser.new_context(**{"viewport": DESK, **screen})
    page = context.new_page()
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=file)
    context.close()


if __name__ == "__main__":
    main()
