"""The walk over all pages passes over a frame that it has seen, and over nothing else."""

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.browser.looking import QUICK, Onlooker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

PAGE = """<!DOCTYPE html><html lang="en"><head><title>A page</title><style>{style}</style></head>
<body><header><a href="/{way}/">A way</a></header><main><h1>A page</h1>{contents}</main></body></html>"""
PALE = "a { color: #ccc }"
NAMELESS = "<button></button>"

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("public")]


@pytest.fixture
def onlooker(browser: "Browser") -> "Iterator[Onlooker]":
    opened = Onlooker(browser, "http://localhost")
    yield opened
    opened.close()


def amiss(onlooker: Onlooker, contents: str = "", style: str = "", way: str = "here") -> list[str]:
    onlooker.page.set_content(PAGE.format(contents=contents, style=style, way=way))
    onlooker.page.evaluate(AXE_SCRIPT)
    return [words.partition(" ")[0] for words in onlooker._seen(onlooker.page, QUICK[0])]


def test_what_is_amiss_with_a_frame_is_told_once(onlooker: Onlooker) -> None:
    assert amiss(onlooker, style=PALE) == ["color-contrast:"]
    assert amiss(onlooker, style=PALE, way="there") == []


def test_a_frame_that_looks_otherwise_on_another_page_is_looked_at_anew(onlooker: Onlooker) -> None:
    assert amiss(onlooker) == []
    assert amiss(onlooker, style=PALE) == ["color-contrast:"]


def test_a_frame_that_says_something_else_is_looked_at_anew(onlooker: Onlooker) -> None:
    assert amiss(onlooker) == []
    onlooker.page.set_content(PAGE.format(contents="", style="", way="here").replace(">A way<", "><"))
    onlooker.page.evaluate(AXE_SCRIPT)
    assert "link-name" in " ".join(onlooker._seen(onlooker.page, QUICK[0]))


def test_the_contents_under_a_frame_that_was_seen_are_looked_at(onlooker: Onlooker) -> None:
    assert amiss(onlooker) == []
    assert amiss(onlooker, NAMELESS) == ["button-name:"]
    assert amiss(onlooker, '<p style="color: #ccc">Pale</p>') == ["color-contrast:"]


def test_in_another_view_the_frame_is_looked_at_anew(onlooker: Onlooker) -> None:
    assert amiss(onlooker, style=PALE) == ["color-contrast:"]
    assert "color-contrast" in " ".join(onlooker._seen(onlooker.page, QUICK[1]))
