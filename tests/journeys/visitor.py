"""A person at a browser: opens pages, fills forms, and looks at each page with axe-core and for scripts that fail."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from marketplace.demo_people import PASSWORD

DESKTOP: dict[str, Any] = {"viewport": {"width": 1366, "height": 900}}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


class Visitor:
    """One browser with its own cookies. Every page it opens must be free of WCAG violations and of script errors."""

    def __init__(self, browser: Browser, site: str, **options: Any) -> None:
        self.site = site
        self._context = browser.new_context(base_url=site, locale="id-ID", **{**DESKTOP, **options})
        self.page: Page = self._context.new_page()
        self.problems: list[str] = []
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("console", lambda line: self.problems.append(line.text) if line.type == "error" else None)
        self._checked: set[str] = set()

    def open(self, path: str) -> Page:
        """Open a page of the site and look at it."""
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"
        self.look()
        return self.page

    def sign_in(self, email: str) -> Page:
        """Sign in with a demo account."""
        self.open("/masuk")
        self.page.fill("input[name=email]", email)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.click("main button[type=submit]")
        self.page.wait_for_url(lambda url: "/masuk" not in url)
        self.look()
        return self.page

    def press(self, name: str, *, within: str = "main") -> Page:
        """Press a button or follow a link by its visible words, and look at the page that comes."""
        target = (
            self.page.locator(within)
            .get_by_role("button", name=name)
            .or_(self.page.locator(within).get_by_role("link", name=name))
        )
        target.first.click()
        self.page.wait_for_load_state()
        self.look()
        return self.page

    def look(self) -> None:
        """Check the page that is open: axe-core finds no WCAG 2.2 A/AA violation, no script failed."""
        assert self.problems == [], f"{self.page.url}: {self.problems}"
        if self.page.url in self._checked or not self.page.url.startswith(self.site):
            return
        self._checked.add(self.page.url)
        found = Axe().run(self.page, options=WCAG)
        assert found.violations_count == 0, f"{self.page.url}\n{found.generate_report()}"

    def says(self, words: str) -> bool:
        """Tell whether the page shows these words."""
        return words in self.page.inner_text("body")

    def close(self) -> None:
        """Close the browser."""
        self._context.close()
