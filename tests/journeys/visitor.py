"""A person at a browser: opens pages, fills forms, and looks at each page with axe-core and for scripts that fail."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Response

from marketplace.demo_people import PASSWORD
from tests.journeys.words import indonesian

DESKTOP: dict[str, Any] = {"viewport": {"width": 1366, "height": 900}}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


class Visitor:
    """One browser with its own cookies. Every page it opens must be free of WCAG violations and of script errors."""

    def __init__(self, browser: Browser, site: str, *, look: bool = True, **options: Any) -> None:
        self.site = site
        self._looks = look
        """axe-core is a script: where scripts are off nothing can be looked at."""
        self._context = browser.new_context(base_url=site, locale="id-ID", **{**DESKTOP, **options})
        self.page: Page = self._context.new_page()
        self.problems: list[str] = []
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("console", self._hear)
        self.page.on("response", self._see)
        self._checked: set[str] = set()

    def _hear(self, line: ConsoleMessage) -> None:
        # A refused form (422) is written to the console too; the journeys make some on purpose.
        if line.type == "error" and not line.text.startswith("Failed to load resource"):
            self.problems.append(line.text)

    def _see(self, answer: Response) -> None:
        if answer.status >= 500 or (answer.status == 404 and "/static/" in answer.url):
            self.problems.append(f"{answer.status} {answer.url}")

    def open(self, path: str) -> Page:
        """Open a page of the site and look at it."""
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"
        self.look()
        return self.page

    def sign_in(self, email: str, password: str = PASSWORD) -> Page:
        """Sign in, with a demo account where no password is given."""
        self.open("/masuk")
        self.page.fill("input[name=email]", email)
        self.page.fill("input[name=password]", password)
        self.page.click("main button[type=submit]")
        self.page.wait_for_url(lambda url: "/masuk" not in url)
        self.look()
        return self.page

    def press(self, text: str, **values: object) -> Page:
        """Press a button or follow a link of the page's main part by its English source text; look at what comes."""
        name = indonesian(text, **values)
        main = self.page.locator("main")
        target = main.get_by_role("button", name=name, exact=True).or_(main.get_by_role("link", name=name, exact=True))
        target.first.click()
        self.page.wait_for_load_state()
        self.look()
        return self.page

    def fill(self, **fields: str) -> None:
        """Fill fields of the page's main part by their names."""
        for name, value in fields.items():
            self.page.locator(f"main [name={name}]").first.fill(value)

    def choose(self, name: str, value: str) -> None:
        """Choose a radio button or tick a box by name and value."""
        self.page.locator(f"main input[name='{name}'][value='{value}']").check()

    def choose_region(self, *codes: str) -> None:
        """Choose a place step by step; each list is loaded after the one before."""
        for depth, code in enumerate(codes):
            select = self.page.locator("main [data-region] select, main fieldset select[name=region]").nth(depth)
            select.wait_for()
            select.select_option(code)

    def look(self) -> None:
        """Check the page that is open: axe-core finds no WCAG 2.2 A/AA violation, no script failed."""
        assert self.problems == [], f"{self.page.url}: {self.problems}"
        if not self._looks or self.page.url in self._checked or not self.page.url.startswith(self.site):
            return
        self._checked.add(self.page.url)
        found = Axe().run(self.page, options=WCAG)
        assert found.violations_count == 0, f"{self.page.url}\n{found.generate_report()}"

    def reads(self, text: str, **values: object) -> bool:
        """Tell whether the page shows an English source text in Indonesian."""
        return self.shows(indonesian(text, **values))

    def shows(self, words: str) -> bool:
        """Tell whether the page shows these words."""
        return words in self.page.inner_text("body")

    def close(self) -> None:
        """Close the browser."""
        self._context.close()
