"""The conference's people by a search without a script: whom an officer asks to speak, or gives a seat."""

from django.db.models import QuerySet
from django.http import HttpRequest

from conference.admin.current import sees_protected
from conference.admin.markup import on_one_line
from conference.models import Conference
from registration.admin.naming import person_line
from registration.models import Participant, Visibility, searchable

MOST = 20


def people_found(request: HttpRequest, conference: Conference) -> tuple[list[Participant], bool]:
    """Those who answer to ``?q=``, at most :data:`MOST`, and whether there are more; protected ones to few officers."""
    query = searchable(request.GET.get("q", "").strip())
    people: QuerySet[Participant] = Participant.objects.filter(conference=conference)
    if not sees_protected(request):
        people = people.exclude(visibility=Visibility.HIDDEN)
    if not query.strip():
        return [], False
    for word in query.split():
        people = people.filter(search_text__contains=word)
    found = list(people.order_by("search_text")[: MOST + 1])
    return found[:MOST], len(found) > MOST


def person_text(request: HttpRequest, person: Participant) -> str:
    """Name, function and institution on one line, as far as this officer may know."""
    line = person_line(request, person)
    return on_one_line(line.name, line.function, line.institution)
