"""Dates and times as a conference document writes them: with the weekday, in the active language."""

import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import dateformat
from django.utils.translation import get_language, get_language_info, gettext_noop, override
from django.utils.translation import gettext as _

EN_DASH = "\N{EN DASH}"

# Cities of zones that the catalogues name; any other is written as the zone has it.
CITIES = (
    gettext_noop("Almaty"),
    gettext_noop("Ashgabat"),
    gettext_noop("Athens"),
    gettext_noop("Baku"),
    gettext_noop("Bangkok"),
    gettext_noop("Beijing"),
    gettext_noop("Belgrade"),
    gettext_noop("Berlin"),
    gettext_noop("Bishkek"),
    gettext_noop("Brussels"),
    gettext_noop("Bucharest"),
    gettext_noop("Cairo"),
    gettext_noop("Dushanbe"),
    gettext_noop("Helsinki"),
    gettext_noop("Istanbul"),
    gettext_noop("Kabul"),
    gettext_noop("Kyiv"),
    gettext_noop("Lisbon"),
    gettext_noop("London"),
    gettext_noop("Madrid"),
    gettext_noop("Minsk"),
    gettext_noop("Moscow"),
    gettext_noop("New York"),
    gettext_noop("Oslo"),
    gettext_noop("Paris"),
    gettext_noop("Prague"),
    gettext_noop("Rome"),
    gettext_noop("Seoul"),
    gettext_noop("Stockholm"),
    gettext_noop("Tashkent"),
    gettext_noop("Tbilisi"),
    gettext_noop("Tokyo"),
    gettext_noop("Ulaanbaatar"),
    gettext_noop("Vienna"),
    gettext_noop("Warsaw"),
    gettext_noop("Yerevan"),
    gettext_noop("Zurich"),
)

# In Mongolian the ordinal suffix follows the vowels of the number's name.
MONGOLIAN_MONTH_SUFFIX = {1: "дүгээр", 4: "дүгээр", 9: "дүгээр", 11: "дүгээр"}
SHORT_WEEKDAYS = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "ru": ("пн", "вт", "ср", "чт", "пт", "сб", "вс"),
    "mn": ("Да", "Мя", "Лх", "Пү", "Ба", "Бя", "Ня"),
}
MONGOLIAN_WEEKDAYS = ("Даваа", "Мягмар", "Лхагва", "Пүрэв", "Баасан", "Бямба", "Ням")


def lines_of(text: object) -> list[str]:
    """The lines of a text in the active language, without empty ones."""
    return [line.strip() for line in str(text).splitlines() if line.strip()]


def language_name(code: str) -> str:
    """A language by its own name: “Русский”."""
    return str(dict(settings.LANGUAGES).get(code) or get_language_info(code)["name_local"].capitalize())


def _language(language: str | None) -> str:
    return (language or get_language() or "en").split("-")[0]


def _mongolian_month(day: datetime.date) -> str:
    return f"{day.month} {MONGOLIAN_MONTH_SUFFIX.get(day.month, 'дугаар')} сарын"


def weekday_text(day: datetime.date, language: str | None = None) -> str:
    """“Thursday”, «четверг», «Пүрэв гараг»."""
    code = _language(language)
    if code == "mn":
        return f"{MONGOLIAN_WEEKDAYS[day.weekday()]} гараг"
    with override(code):
        return dateformat.format(day, "l").lower() if code == "ru" else dateformat.format(day, "l")


def date_text(day: datetime.date, language: str | None = None, *, with_year: bool = True) -> str:
    """“20 June 2019”, «20 июня 2019 года», «2019 оны 6 дугаар сарын 20»."""
    code = _language(language)
    if code == "mn":
        year = f"{day.year} оны " if with_year else ""
        return f"{year}{_mongolian_month(day)} {day.day}"
    with override(code):
        text = dateformat.format(day, "j E")
    if not with_year:
        return text
    return f"{text} {day.year} года" if code == "ru" else f"{text} {day.year}"


def day_text(day: datetime.date, language: str | None = None, *, with_year: bool = False) -> str:
    """“Thursday, 20 June”, «четверг, 20 июня», «6 дугаар сарын 20, Пүрэв гараг»."""
    code = _language(language)
    date, weekday = date_text(day, code, with_year=with_year), weekday_text(day, code)
    return f"{date}, {weekday}" if code == "mn" else f"{weekday}, {date}"


def short_day_text(day: datetime.date, language: str | None = None) -> tuple[str, str]:
    """Weekday and date where there is little room: “Thu”, “20 June”; «чт», «20 июня»; «Пү», «6 сарын 20»."""
    code = _language(language)
    weekdays = SHORT_WEEKDAYS.get(code, SHORT_WEEKDAYS["en"])
    date = f"{day.month} сарын {day.day}" if code == "mn" else date_text(day, code, with_year=False)
    return weekdays[day.weekday()], date


def date_range_text(first: datetime.date, last: datetime.date, language: str | None = None) -> str:
    """“20–21 June 2019”, or both dates in full where the month differs."""
    code = _language(language)
    if first == last:
        return date_text(first, code)
    if (first.year, first.month) != (last.year, last.month):
        return f"{date_text(first, code, with_year=first.year != last.year)} {EN_DASH} {date_text(last, code)}"
    if code == "mn":
        return f"{first.year} оны {_mongolian_month(first)} {first.day}{EN_DASH}{last.day}"
    return f"{first.day}{EN_DASH}{date_text(last, code)}"


def time_text(moment: datetime.datetime, zone: ZoneInfo) -> str:
    """“09:00” in the given zone."""
    return moment.astimezone(zone).strftime("%H:%M")


def time_range_text(begins: datetime.datetime, ends: datetime.datetime, zone: ZoneInfo) -> str:
    """“09:00–10:30” in the given zone."""
    return f"{time_text(begins, zone)}{EN_DASH}{time_text(ends, zone)}"


def moment_text(moment: datetime.datetime, zone: ZoneInfo, language: str | None = None) -> str:
    """“Monday, 10 June, 18:00” in the given zone."""
    local = moment.astimezone(zone)
    return f"{day_text(local.date(), language)}, {local:%H:%M}"


def zone_text(zone: ZoneInfo, at: datetime.datetime) -> str:
    """“Ulaanbaatar time (UTC+8)”: the venue's zone by its city, with its offset at that moment."""
    offset = at.astimezone(zone).utcoffset() or datetime.timedelta()
    hours, minutes = divmod(abs(int(offset.total_seconds())) // 60, 60)
    sign = "+" if offset >= datetime.timedelta() else "\N{MINUS SIGN}"
    text = f"UTC{sign}{hours}" + (f":{minutes:02}" if minutes else "")
    return _("%(city)s time (%(offset)s)") % {"city": city_text(zone.key.rsplit("/", 1)[-1]), "offset": text}


def due_text(moment: datetime.datetime, zone: ZoneInfo, language: str | None = None) -> str:
    """“Monday, 10 June, 18:00, Ulaanbaatar time (UTC+8)”: until when, for readers who are elsewhere."""
    with override(_language(language)):
        return f"{moment_text(moment, zone, language)}, {zone_text(zone, moment)}"


def city_text(place: str) -> str:
    """A place of the world's zone database, in the active language where the catalogues name it: “New York”."""
    return _(place.replace("_", " "))
