"""What a file is, by what stands in it: its name and its sender's word count for nothing."""

import zipfile
from collections.abc import Collection
from typing import IO

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conference.imports.errors import UnreadableTableError

MEGABYTE = 1_000_000
START = 4_096
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


class TableKind(models.TextChoices):
    XLSX = "xlsx", _("workbook (XLSX)")
    CSV = "csv", _("text (CSV)")


AS_XLSX = _("Please open it in your spreadsheet program, save it as “Excel workbook (.xlsx)” or CSV, and choose that.")
NOT_A_TABLE = _("This is no table that can be read. Please choose an Excel workbook (.xlsx) or a CSV file.")
DAMAGED = _(
    "This workbook is damaged or incomplete. Please save it anew in your spreadsheet program, and choose it again."
)
# What people try most often: what it is known by, and what to do instead.
STARTS: tuple[tuple[bytes, Promise], ...] = (
    (b"%PDF", _("This is a PDF, out of which no table can be read. Please ask for the list as XLSX or CSV.")),
    (b"\x89PNG", _("This is a picture. Please ask for the list itself, as XLSX or CSV.")),
    (b"\xff\xd8\xff", _("This is a picture. Please ask for the list itself, as XLSX or CSV.")),
    (b"GIF8", _("This is a picture. Please ask for the list itself, as XLSX or CSV.")),
    (b"{\\rtf", _("This is a text document. Please copy its table into a spreadsheet, and save that as XLSX.")),
    (b"\x1f\x8b", _("This is a packed archive. Please unpack it, and choose the table itself.")),
    (b"Rar!", _("This is a packed archive. Please unpack it, and choose the table itself.")),
    (b"7z\xbc\xaf", _("This is a packed archive. Please unpack it, and choose the table itself.")),
)
# Other things that are ZIP archives, by a member or by how one begins.
MEMBERS: tuple[tuple[str, Promise], ...] = (
    ("xl/workbook.bin", _("This is a binary workbook (XLSB).")),
    ("Index/", _("This is a table of Numbers. Please choose “Export to Excel” in Numbers, and send that.")),
    ("word/", _("This is a text document. Please copy its table into a spreadsheet, and save that as XLSX.")),
    ("ppt/", _("This is a presentation. Please copy its table into a spreadsheet, and save that as XLSX.")),
)
OPEN_DOCUMENT = _("This is an OpenDocument file (ODS).")
MACROS = _("This workbook contains macros (XLSM), which are not taken.")
OLD_WORKBOOK = _("This is a workbook of Excel 97–2003 (XLS).")
LOCKED = _(
    "This workbook is locked with a password. Please open it, choose “File”, “Info”, “Protect workbook” and remove the "
    "password; then save it and choose it again."
)
WEB_PAGE = _("This is a web page, though it may be called a workbook.")
EMPTY = _("This file is empty. Please choose it again.")


def kind_of(file: IO[bytes], size: int, *, largest: int) -> TableKind:
    """Whether this is a workbook or a text; raises ``UnreadableTableError`` for whatever is neither, or too large."""
    if not size:
        raise UnreadableTableError(EMPTY)
    if size > largest:
        sentence = _("This file has %(size)s megabytes; at most %(largest)s can be taken. Please send it in parts.")
        raise UnreadableTableError(sentence % {"size": f"{size / MEGABYTE:.1f}", "largest": largest // MEGABYTE})
    file.seek(0)
    start = file.read(START)
    for begins, said in STARTS:
        if start.startswith(begins):
            raise UnreadableTableError(said)
    if start.startswith(OLD_OFFICE):
        file.seek(0)
        raise UnreadableTableError(LOCKED if ENCRYPTED in file.read() else instead(OLD_WORKBOOK))
    if start.startswith(b"PK"):
        _refuse_other_archives(file)
        return TableKind.XLSX
    _refuse_markup(start)
    _refuse_bytes(start)
    return TableKind.CSV


def instead(what: Promise) -> str:
    """What the file is, and what to do about it."""
    return f"{what} {AS_XLSX}"


def _refuse_other_archives(file: IO[bytes]) -> None:
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            is_open_document = "mimetype" in names and "content.xml" in names
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
        raise UnreadableTableError(DAMAGED) from error
    if is_open_document:
        raise UnreadableTableError(instead(OPEN_DOCUMENT))
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise UnreadableTableError(instead(MACROS))
    if "xl/workbook.xml" in names:
        return
    for member, said in MEMBERS:
        if _has(names, member):
            raise UnreadableTableError(instead(said) if member.startswith("xl") else said)
    if "[Content_Types].xml" in names:
        raise UnreadableTableError(DAMAGED)
    raise UnreadableTableError(_("This is an archive. Please unpack it, and choose the table itself."))


def _has(names: Collection[str], member: str) -> bool:
    return any(name.startswith(member) for name in names)


def _refuse_markup(start: bytes) -> None:
    begins = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"\0" in begins[:64]:
        return
    if begins.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<?xml", b"<svg", b"<!--")):
        raise UnreadableTableError(instead(WEB_PAGE))


def _refuse_bytes(start: bytes) -> None:
    """Text has no control characters; UTF-16 has a nought in every second place."""
    even, odd = start[::2], start[1::2]
    is_wide = start[:2] in {b"\xff\xfe", b"\xfe\xff"} or (
        max(even.count(0), odd.count(0)) > len(start) // 8 and min(even.count(0), odd.count(0)) == 0
    )
    controls = sum(byte < 9 or 13 < byte < 27 for byte in start)  # noqa: PLR2004  tabs and ends of lines lie between
    if controls and not is_wide:
        raise UnreadableTableError(NOT_A_TABLE)
