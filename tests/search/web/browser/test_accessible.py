"""What axe-core finds on every page, light and dark, on a desk and on a phone: nothing."""

from __future__ import annotations

from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe

from .conftest import NARROW, PAGES, WIDE, Opener

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
