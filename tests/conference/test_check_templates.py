"""What ``make check`` finds in templates."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.template import engines

from conference.management.commands.check_templates import faults


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("<script>alert(1)</script>", "an inline script"),
        ("<style>p { color: red }</style>", "an inline style"),
        ('<p style="color: red">', "an inline style"),
        ('<button class="btn" onclick="go()">', "an inline event handler"),
        ('<script src="https://cdn.example/a.js"></script>', "something from a third party"),
        ('<link rel="stylesheet" href="//cdn.example/a.css">', "something from a third party"),
        ('<img alt="" src="http://cdn.example/a.png">', "something from a third party"),
    ],
)
def test_what_a_page_may_not_have_is_found(source: str, fault: str) -> None:
    assert list(faults("base.html", source)) == [f"it has {fault}."]


@pytest.mark.parametrize(
    "source",
    [
        '<script type="module" src="{% static \'js/a.js\' %}"></script>',
        '<script id="days" type="application/json">{{ days }}</script>',
        '<a href="https://www.osce.org/">OSCE</a>',
        '<p data-style="plain" title="once=1">',
    ],
)
def test_what_a_page_may_have_is_left_alone(source: str) -> None:
    assert list(faults("base.html", source)) == []


def test_a_template_that_does_not_load_is_named(settings: Any, tmp_path: Path) -> None:
    settings.BASE_DIR = tmp_path
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "broken.html").write_text("{% if %}")
    engine = settings.TEMPLATES[0] | {"DIRS": [tmp_path / "templates"]}
    settings.TEMPLATES = [engine]
    engines.__dict__.pop("templates", None)
    with pytest.raises(CommandError, match=r"broken\.html: "):
        call_command("check_templates")


def test_every_template_of_the_site_is_in_order() -> None:
    output = StringIO()
    call_command("check_templates", stdout=output)
    assert "templates load." in output.getvalue()
