"""Long texts of officers: headings, lists and paragraphs, and nothing of them is markup."""

import pytest
from django.template.loader import render_to_string

from conference.structured_text import Block, BlockKind, blocks_of

HEADING, LIST, PARAGRAPH = BlockKind.HEADING, BlockKind.LIST, BlockKind.PARAGRAPH


def rendered(text, **context):
    page = render_to_string("components/structured_text.html", {"blocks": blocks_of(text), **context})
    return " ".join(page.split())


def test_lines_are_headings_items_and_paragraphs():
    text = "# Who\nThe Ministry\nof Foreign Affairs\n\n- one\n* two\nand more\n\n\n- three"
    assert blocks_of(text) == [
        Block(HEADING, ["Who"]),
        Block(PARAGRAPH, ["The Ministry", "of Foreign Affairs"]),
        Block(LIST, ["one", "two"]),
        Block(PARAGRAPH, ["and more"]),
        Block(LIST, ["three"]),
    ]


@pytest.mark.parametrize("text", ["#", "#1 of three", "-", "-5 degrees", "1. First", "* "])
def test_what_only_looks_like_a_sign_is_text(text):
    assert blocks_of(text) == [Block(PARAGRAPH, [text.strip()])]


@pytest.mark.parametrize("text", ["", "\n\n", " \r\n\t"])
def test_of_nothing_there_is_nothing(text):
    assert blocks_of(text) == []


def test_two_headings_stay_two():
    assert [block.text for block in blocks_of("# One\n## Two")] == ["One", "Two"]


def test_nothing_that_is_typed_becomes_markup():
    page = rendered('# <b>Bold</b>\n\n- <script>alert(1)</script>\n\n<img src=x onerror="alert(1)">')
    assert page == (
        "<h2>&lt;b&gt;Bold&lt;/b&gt;</h2> <ul> <li>&lt;script&gt;alert(1)&lt;/script&gt;</li> </ul> "
        "<p> &lt;img src=x onerror=&quot;alert(1)&quot;&gt; </p>"
    )


def test_addresses_become_links_and_scripts_do_not():
    page = rendered("Write to office@mfa.example, see https://mfa.example/privacy, never javascript:alert(1)")
    assert '<a href="mailto:office@mfa.example">office@mfa.example</a>' in page
    assert '<a href="https://mfa.example/privacy" rel="nofollow">' in page
    assert 'href="javascript' not in page


def test_lines_of_a_paragraph_are_kept_and_headings_stand_where_the_page_wants_them():
    assert rendered("One\nTwo") == "<p> One<br>Two </p>"
    assert rendered("# One", level=3) == "<h3>One</h3>"
