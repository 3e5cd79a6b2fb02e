"""The emblem is drawn anew from what it shows; nothing else of the file is kept, and nothing but a picture taken."""

import io
import re
import zlib
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from conference.admin.conference import ConferenceForm
from conference.forms import emblem
from tests.agenda.admin.forms import save
from tests.factories.conference import make_conference, make_officer

pytestmark = pytest.mark.django_db

RED = (200, 16, 46)


def picture(kind="PNG", size=(40, 20), mode="RGB", **extra):
    written = io.BytesIO()
    Image.new(mode, size, RED if mode == "RGB" else (*RED, 128)).save(written, kind, **extra)
    return written.getvalue()


def taken(content, name="emblem.png"):
    """What the field makes of an upload, opened."""
    file = emblem.EmblemField().clean(SimpleUploadedFile(name, content))
    return file, Image.open(file)


def refusal(content, name="emblem.png"):
    with pytest.raises(ValidationError) as refused:
        emblem.EmblemField().clean(SimpleUploadedFile(name, content))
    return str(refused.value)


@pytest.mark.parametrize(("kind", "ending"), [("PNG", "png"), ("JPEG", "jpg")])
def test_a_picture_is_known_by_its_content_and_named_by_chance(kind, ending):
    file, drawn = taken(picture(kind), name="../../evil.svg")
    assert re.fullmatch(rf"[0-9a-f]{{32}}\.{ending}", file.name)
    assert (drawn.format, drawn.size) == (kind, (40, 20))
    assert taken(picture(kind))[0].name != file.name


def test_transparency_stays():
    _file, drawn = taken(picture(mode="RGBA"))
    assert drawn.mode == "RGBA"
    assert drawn.getpixel((3, 3)) == (*RED, 128)


def test_what_the_file_says_beside_the_picture_is_gone():
    exif = Image.Exif()
    exif[0x010E] = "taken at the residence"
    file, drawn = taken(picture("JPEG", exif=exif, comment=b"secret comment"))
    file.seek(0)
    assert not drawn.getexif()
    assert b"secret" not in file.read()
    appended, _drawn = taken(picture() + b"<script>alert(1)</script>")
    appended.seek(0)
    assert b"script" not in appended.read()


def test_a_picture_lying_on_its_side_is_set_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    assert taken(picture("JPEG", exif=exif))[1].size == (20, 40)


def test_a_large_picture_is_made_smaller():
    assert taken(picture(size=(3000, 1500)))[1].size == (1200, 600)


@pytest.mark.parametrize(
    "content",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"<html>no picture</html>",
        picture("GIF"),
        picture("BMP"),
        picture("TIFF"),
        picture()[:60],
        picture().replace(b"IHDR", b"IHDX"),
    ],
    ids=["svg", "html", "gif", "bmp", "tiff", "cut off", "broken"],
)
def test_what_is_neither_png_nor_jpeg_is_refused_whatever_it_is_called(content):
    assert re.search("choose a JPEG or PNG|save it (anew )?as|here a picture", refusal(content))


def test_too_large_a_file_is_refused():
    assert "at most 5 can be taken" in refusal(picture() + b"\0" * emblem.LARGEST_FILE)


def test_a_bomb_is_refused_before_it_is_unpacked():
    def chunk(kind, data):
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    header = (60_000).to_bytes(4, "big") * 2 + bytes([8, 2, 0, 0, 0])
    bomb = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )
    assert "more points than can be taken" in refusal(bomb)


def test_the_conferences_page_takes_it_so():
    assert isinstance(ConferenceForm.base_fields["emblem"], emblem.EmblemField)


def test_a_former_emblem_is_deleted_when_another_is_saved(
    client, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    conference = make_conference()
    client.force_login(make_officer(conference))
    address = f"/admin/conference/conference/{conference.pk}/change/"
    for _time in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            page = save(client, address, conference, emblem=SimpleUploadedFile("e.png", picture()))
        assert "changed successfully" in page.content.decode()
    conference.refresh_from_db()
    [kept] = [path for path in Path(tmp_path, "emblems").iterdir() if path.is_file()]
    assert kept.name == Path(str(conference.emblem)).name
    response = client.get(f"/{conference.slug}/emblem")
    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"
    response.close()
