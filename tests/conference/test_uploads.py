"""What is taken of an upload: known by its content, drawn anew where it is a picture, refused in a helpful sentence."""

import io
import zlib

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from conference import uploads
from conference.forms.upload import UploadField
from conference.uploads import JPEG, PDF, PICTURES, PNG, UploadRefusedError, opened, take_upload
from tests.hostile.files_sent import jpeg_bomb, jpeg_of_many_passes, pdf_with, pdf_with_table

GREEN = (29, 107, 65)
A_PDF = b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"


def picture(kind="PNG", size=(40, 20), mode="RGB", **extra):
    written = io.BytesIO()
    Image.new(mode, size, GREEN if mode == "RGB" else (*GREEN, 128)).save(written, kind, **extra)
    return written.getvalue()


def bomb(side=60_000):
    """A small file that says it unpacks into eleven gigabytes."""

    def chunk(kind, data):
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    header = side.to_bytes(4, "big") * 2 + bytes([8, 2, 0, 0, 0])
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


def taken(content, name="file.bin", **limits):
    return take_upload(SimpleUploadedFile(name, content), **limits)


def refusal(content, name="file.bin", **limits):
    with pytest.raises(UploadRefusedError) as refused:
        taken(content, name, **limits)
    return str(refused.value)


@pytest.mark.parametrize(
    ("content", "kind", "ending"),
    [(picture(), PNG, "png"), (picture("JPEG"), JPEG, "jpg"), (A_PDF, PDF, "pdf")],
    ids=["png", "jpeg", "pdf"],
)
def test_a_file_is_known_by_its_content_and_not_by_its_name(content, kind, ending):
    upload = taken(content, name="minister.exe")
    assert (upload.content_type, upload.name) == (kind, f"minister.{ending}")
    assert upload.size == len(upload.content)
    assert len(upload.sha256) == 64


def test_a_pdf_is_kept_byte_by_byte():
    assert taken(A_PDF).content == A_PDF


def test_a_picture_keeps_nothing_but_what_it_shows():
    exif = Image.Exif()
    exif[0x010E] = "taken at the residence"
    exif[0x0112] = 6
    upload = taken(picture("JPEG", exif=exif, comment=b"secret comment"))
    drawn = Image.open(io.BytesIO(upload.content))
    assert not drawn.getexif()
    assert b"secret" not in upload.content
    assert b"residence" not in upload.content
    assert drawn.size == (20, 40), "it is set upright"
    assert b"script" not in taken(picture() + b"<script>alert(1)</script>").content


def test_transparency_stays_and_large_pictures_become_smaller():
    drawn = Image.open(io.BytesIO(taken(picture(mode="RGBA", size=(400, 200)), drawn_side=100).content))
    assert (drawn.mode, drawn.size) == ("RGBA", (100, 50))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "SVG"),
        (b"<html>no picture</html>", "neither a PDF nor a picture"),
        (b"plain words\0 and more", "neither a PDF nor a picture"),
        (picture("GIF"), "neither a PDF nor a picture"),
        (b"\x00\x00\x00\x18ftypheic" + b"\0" * 50, "HEIC"),
        (b"PK\x03\x04" + b"\0" * 50, "save the document as PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 50, "PDF"),
        (b"MZ" + b"\0" * 200, "neither a PDF nor a picture"),
        (picture(size=(300, 200))[:90], "damaged or incomplete"),
        (picture("JPEG", size=(300, 200))[:400], "damaged or incomplete"),
        (picture().replace(b"IHDR", b"IHDX"), "damaged or incomplete"),
        (A_PDF[:30], "This PDF is damaged"),
        (bomb(), "more points than can be taken"),
        (bomb(8_000), "more points than can be taken"),
        (bomb(11_000), "more points than can be taken"),
        (bomb(4_500), "more points than can be taken"),
        (jpeg_bomb(), "more points than can be taken"),
        (jpeg_of_many_passes(), "damaged or incomplete"),
        (pdf_with(b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"), "a program or another file"),
        (pdf_with(b"/S /Java#53cript"), "a program or another file"),
        (pdf_with(b"/S /Launch /F (cmd.exe)"), "a program or another file"),
        (pdf_with(b"/Names << /EmbeddedFiles 3 0 R >>"), "a program or another file"),
        (pdf_with_table(b"/S /JavaScript"), "a program or another file"),
        (pdf_with_table(b"/S /Java#53cript"), "a program or another file"),
        (pdf_with(b"/Obj#53tm"), "a program or another file"),
        (pdf_with(*[b"/ObjStm"] * 501), "a program or another file"),
        (A_PDF + b"PK\x05\x06" + b"\0" * 18, "a program or another file"),
    ],
    ids=[
        "empty", "svg", "html", "nul bytes", "gif", "heic", "docx", "doc", "program", "png cut off", "jpeg cut off",
        "png broken", "pdf cut off", "bomb", "small bomb", "middling bomb", "smallest bomb", "jpeg bomb",
        "many passes", "pdf with a program",
        "pdf with a hidden program", "pdf that starts", "pdf with a file", "pdf with a packed program",
        "pdf with a packed hidden program", "pdf with a hidden table", "pdf of many tables", "pdf and archive",
    ],
)  # fmt: skip
def test_everything_else_is_refused_with_what_to_do_instead(content, words):
    assert words in refusal(content, name="photograph.jpg")


@pytest.mark.parametrize(
    "content",
    [
        pdf_with(b"/OpenAction [2 0 R /Fit]"),
        pdf_with(b"/Title (On JavaScript and embedded files #1)"),
        pdf_with_table(b"/S /URI /URI (https://ministry.example)"),
        A_PDF.replace(b"<<>>", b"<< /Type /ObjStm >> stream\nnot packed so\nendstream"),
        A_PDF.replace(b"<<>>", b"<< /Type /ObjStm >>"),
    ],
    ids=["opens at a page", "words", "a link", "packed otherwise", "nothing packed"],
)
def test_an_ordinary_pdf_is_taken(content):
    assert taken(content).content == content


def test_a_table_that_unpacks_without_end_is_refused():
    endless = zlib.compress(b" " * (21 * 1024 * 1024))
    content = A_PDF.replace(b"<<>>", b"<< /Type /ObjStm >> stream\n" + endless + b"\nendstream")
    assert "a program or another file" in refusal(content)


def test_tables_that_fail_at_their_very_end_count_as_what_they_made_us_unpack():
    failing = zlib.compress(b" " * (4 * 1024 * 1024))[:-4] + b"fail"
    tables = [b"<< /Type /ObjStm >> stream\n" + failing + b"\nendstream\n"] * 6
    assert "a program or another file" in refusal(A_PDF.replace(b"<<>>", b"".join(tables)))


@pytest.mark.parametrize(
    ("size", "unpacked"), [((7_200, 5_000), (3_600, 2_500)), ((4_600, 4_600), (2_300, 2_300)), ((900, 600), (900, 600))]
)
def test_a_photograph_is_unpacked_no_larger_than_is_needed(size, unpacked):
    assert opened(picture("JPEG", size=size), JPEG).size == unpacked


def test_a_photograph_in_passes_is_unpacked_whole_and_so_may_have_fewer_points():
    assert opened(picture("JPEG", size=(4_000, 3_000), progressive=True), JPEG).size == (4_000, 3_000)
    assert "more points than can be taken" in refusal(picture("JPEG", size=(5_000, 4_100), progressive=True))


def test_a_file_is_refused_for_its_size_before_it_is_read():
    class Unread(ContentFile[bytes]):
        def read(self, *_):
            raise AssertionError

    file = Unread(b"", name="huge.pdf")
    file.size = uploads.LARGEST_FILE + 100_000
    with pytest.raises(UploadRefusedError, match=r"10\.1 megabytes; at most 10"):
        take_upload(file)


def test_where_a_picture_is_asked_a_pdf_is_refused():
    assert "here a picture is asked for" in refusal(A_PDF, allowed=PICTURES)
    assert "choose a JPEG or PNG" in refusal(b"words", allowed=PICTURES)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("..\\..\\evil.svg", "evil.png"),
        ("/etc/passwd", "passwd.png"),
        ("", "file.png"),
        ("...", "file.png"),
        ("exe\u202egnp.scr", "exegnp.png"),
        ("a\x00b\n.png", "ab.png"),
        ("Томилолт 😀.png", "Томилолт 😀.png"),
        ("ا" * 400 + ".png", "ا" * 192 + ".png"),
    ],
)
def test_a_name_is_text_without_what_could_deceive(name, shown):
    assert uploads.plain_name(name, PNG) == shown
    assert len(uploads.plain_name(name, PNG)) <= uploads.LONGEST_NAME


def test_the_field_says_it_beside_itself():
    field = UploadField(allowed=PICTURES)
    with pytest.raises(Exception, match="This file is empty"):
        field.clean(SimpleUploadedFile("e.png", b""))
    with pytest.raises(Exception, match="Choose a file"):
        field.clean(None)
    with pytest.raises(Exception, match="did not arrive"):
        field.clean("words")
    with pytest.raises(Exception, match="SVG"):
        field.clean(SimpleUploadedFile("e.png", b"<svg/>"))
    assert UploadField(required=False).clean(None) is None
    assert field.clean(SimpleUploadedFile("e.png", picture())).content_type == PNG
