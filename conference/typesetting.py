"""Documents on paper: a template of Typst, data as JSON, a PDF.

Data never becomes markup: the template reads it from a file, and what is text stays text, whatever characters it has.
"""

import datetime
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone

from conference.typefaces import showable

if TYPE_CHECKING:
    import typst

TEMPLATES = Path(settings.BASE_DIR) / "templates" / "typst"
#: Tagged for screen readers, with its fonts inside, and to be kept for long.
STANDARD: "typst.PDFStandard" = "ua-1"


def typeset(
    template: str,
    data: Mapping[str, Any],
    *,
    files: Mapping[str, bytes] | None = None,
    dated: datetime.datetime | None = None,
) -> bytes:
    """The PDF of ``template`` (a file of ``templates/typst``) with ``data``; ``files`` are pictures, by their names.

    What is ``dated`` is the same, byte by byte, whenever and wherever it is set; else it bears the time of its setting.
    A character that the typefaces lack would stop the whole document: it is written as they can show it.
    The template sees nothing but these: it is set in a folder of its own, and nothing is fetched.
    """
    import typst

    with TemporaryDirectory(prefix="typesetting-") as folder:
        root = Path(folder)
        (root / "data.json").write_text(json.dumps(showable(data), ensure_ascii=False), encoding="utf-8")
        for name, content in (files or {}).items():
            (root / Path(name).name).write_bytes(content)
        source = root / "main.typ"
        source.write_bytes((TEMPLATES / f"{template}.typ").read_bytes())
        made = typst.compile(
            str(source),
            root=folder,
            font_paths=_fonts(),
            format="pdf",
            pdf_standards=STANDARD,
            timestamp=(dated or timezone.now()).replace(microsecond=0),
        )
    assert isinstance(made, bytes)  # noqa: S101  one file, since it is a PDF
    return made


@cache
def _fonts() -> "typst.Fonts":
    """The two typefaces of the pages, read once; no others, so that a document looks the same on every machine."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(TEMPLATES / "fonts")])
