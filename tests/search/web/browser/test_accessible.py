"""What axe-core finds on every page, light and dark, on a desk and on a phone: nothing."""

from __future__ import annotations

from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe

from .conftest import NARROW, WIDE, Opener

PAGES = (
    "/",
    "/?q=women&clause=operative&ui=zh",
    "/?q=security&limit=20",
    "/?q=zebra",
    "/?q=%22open",
    "/documents/S/RES/2553(2020)?q=security",
    "/documents/2518?parallel=zh",
    "/clauses/S/RES/2553(2020)/op/26",
    "/lineage/S/RES/2553(2020)/op/26",
    "/draft",
    "/draft?of=S/RES/2553(2020)/op/26",
    "/compare",
    "/compare?old=2518&new=2553",
    "/usage",
    "/usage?phrase=safety+and+security&phrase=women&ui=zh",
    "/citations?symbol=2378",
    "/citations?symbol=2553",
    "/help",
    "/nothing",
)
SCREENS = {"desk": WIDE, "phone": NARROW}


class TestAxe:
    @pytest.mark.parametrize(("scheme", "screen"), list(product(("light", "dark"), SCREENS)))
    def test_no_page_has_a_violation(self, opened: Opener, scheme: str, screen: str) -> None:
        page = opened("/", color_scheme=scheme, viewport=SCREENS[screen])
        found = {}
        for path in PAGES:
            page.goto(path)
            page.wait_for_load_state("networkidle")
            page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
            results = Axe().run(page)
            if results.violations_count:
                found[path] = results.generate_report()
        assert not found, "\n".join(f"{path}: {report}" for path, report in found.items())
