"""Takes the pictures of README from a running demonstration: ``python docs/pictures/take.py [http://localhost:8000]``."""

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).resolve().parent
WIDTH, HEIGHT = 1280, 860
OFFICER, PASSWORD = "coordinator@demo.example", "whole-of-society-2019"  # the demonstration's, as make run prints them
DESK = {
    "board": "/admin/agenda/session/board/?day=2019-06-20",
    "letter": "/admin/correspondence/lettertemplate/words/invitation_person/",
}


def main() -> None:
    site = sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light").new_page()
        page.goto(f"{site}/en/ulaanbaatar-2019/agenda/?day=2019-06-20")
        take(page, "agenda")
        page.goto(f"{site}/admin/")
        page.fill("[name=username]", OFFICER)
        page.fill("[name=password]", PASSWORD)
        page.click("main [type=submit]")
        take(page, "today")
        for name, address in DESK.items():
            page.goto(f"{site}{address}")
            page.wait_for_load_state("networkidle")
            take(page, name)
        browser.close()


def take(page: Page, name: str) -> None:
    page.screenshot(path=HERE / f"{name}.png")


if __name__ == "__main__":
    main()
