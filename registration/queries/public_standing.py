"""What the page of categories says that no row says: whether a category is open, and whether it is full."""

from collections.abc import Hashable

from django.db.models import Count

from conference.clock import conference_now
from conference.models import Conference
from registration.models import ParticipantCategory, Registration


def standing_of_categories(conference: Conference) -> Hashable:
    """Of each category whether it has opened, has closed and is full; two queries for any number."""
    now = conference_now(conference)
    counted = Registration.objects.filter(conference=conference).holding_a_seat().order_by().values("category")
    taken = dict(counted.values_list("category", Count("pk")))
    is_full = conference.capacity is not None and sum(taken.values()) >= conference.capacity

    def standing(category: ParticipantCategory) -> tuple[bool, bool, bool]:
        has_places = category.places is None or taken.get(category.pk, 0) < category.places
        return (
            now >= (category.opens_at or conference.registration_opens_at),
            now >= (category.closes_at or conference.registration_closes_at),
            is_full or not has_places,
        )

    return tuple((category.pk, *standing(category)) for category in conference.categories.all())
