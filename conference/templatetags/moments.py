"""Moments in words, where a template has only the moment: with the weekday, in the active language."""

import datetime

from django import template
from django.utils import timezone

from conference.formats import day_text

register = template.Library()


@register.filter
def in_words(moment: datetime.datetime) -> str:
    """“Monday, 3 June 2019, 09:00” in the zone that is active."""
    local = moment.astimezone(timezone.get_current_timezone())
    return f"{day_text(local.date(), with_year=True)}, {local:%H:%M}"
