"""The population that is measured: made by ``load_crowd``, and who of it signs in."""

import io
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from registration.models import Delegation

SLUG = "crowd"


@dataclass(frozen=True)
class CrowdSize:
    """How many there are."""

    registrations: int
    sessions: int


@dataclass(frozen=True)
class Crowd:
    """A loaded crowd. Each property is one person or page that the rows visit."""

    slug: str
    size: CrowdSize

    @property
    def officer(self) -> str:
        """The session key of the officer who has every duty but the observer's."""
        return signed_in(f"officer@{self.slug}.example")

    @property
    def largest_delegation_id(self) -> str:
        return str(self._largest_delegation.pk)

    @property
    def _largest_delegation(self) -> "Delegation":
        from django.db.models import Count

        from registration.models import Delegation

        delegations = Delegation.objects.filter(conference__slug=self.slug).annotate(size=Count("registrations"))
        return delegations.order_by("-size", "pk")[0]

    @property
    def applicants_category_id(self) -> str:
        """Of the category with the most applications."""
        from registration.models import ParticipantCategory

        return str(ParticipantCategory.objects.get(conference__slug=self.slug, slug="civil-society").pk)

    @property
    def registration_id(self) -> str:
        """Of somebody registered in the middle of the list."""
        from registration.models import Registration

        registered = Registration.objects.filter(conference__slug=self.slug, state="registered", delegation=None)
        return str(registered.order_by("pk")[registered.count() // 2].pk)

    @property
    def middle_page(self) -> int:
        """Of the list of registrations, of fifty a page."""
        return max(1, self.size.registrations // 100)

    @property
    def last_page(self) -> int:
        """Of the same."""
        return max(1, -(-self.size.registrations // 50))

    @property
    def first_day(self) -> str:
        from conference.models import Conference

        return str(Conference.objects.get(slug=self.slug).starts_on)

    @property
    def focal_point(self) -> str:
        """That of the focal point with the largest delegation."""
        return signed_in(self._largest_delegation.focal_points.all()[0].email)

    @property
    def participant(self) -> str:
        """That of somebody registered who has an address."""
        from registration.models import Registration

        registered = Registration.objects.filter(conference__slug=self.slug, state="registered")
        registered = registered.exclude(participant__email="")
        return signed_in(registered.order_by("pk")[0].participant.email)

    @property
    def speaker(self) -> str:
        """That of whoever speaks most often, of those with an address."""
        from django.db.models import Count

        from registration.models import Participant

        addressed = Participant.objects.filter(conference__slug=self.slug).exclude(email="")
        people = addressed.annotate(times=Count("appearances"))
        return signed_in(people.order_by("-times", "pk")[0].email)

    @property
    def session_id(self) -> str:
        from agenda.models import Session

        return str(Session.objects.filter(conference__slug=self.slug).in_order()[1].pk)

    @property
    def speaker_id(self) -> str:
        """Of a speaker whose page everybody may read."""
        from agenda.queries.published import published_agenda
        from agenda.queries.speakers import speakers_of
        from conference.models import Conference

        published = published_agenda(Conference.objects.get(slug=self.slug))
        return str(next(one.participant_id for one in speakers_of(published) if one.participant_id))


def load(size: CrowdSize) -> Crowd:
    """Loads it into the database of the settings, and lets the planner know of it."""
    from django.core.management import call_command
    from django.db import connection

    call_command(
        "load_crowd", registrations=size.registrations, sessions=size.sessions, slug=SLUG, stdout=io.StringIO()
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return Crowd(SLUG, size)


def signed_in(address: str) -> str:
    """The key of a new session of whoever has the address, as signing in makes it."""
    from django.conf import settings
    from django.contrib.auth import login
    from django.http import HttpRequest

    from conference.models import User

    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    login(request, User.objects.for_address(address), backend="django.contrib.auth.backends.ModelBackend")
    request.session.save()
    return str(request.session.session_key)
