"""Whom a focal point is about to name although they seem to be there: asked before anything is saved, and once."""

import hashlib
import json
from collections.abc import Sequence

from django.http import HttpRequest
from django.utils.translation import gettext as _

from registration.forms.grid import GridFormSet, GridTokenForm
from registration.forms.nomination import NominationForm
from registration.models import Delegation, Participant
from registration.queries.namesakes import earlier_like, members_like
from registration.views.actors import signed_in_user
from registration.views.grid_problems import Problem

#: By what a page says about whom it has asked: whoever comes to it afterwards is asked about.
FIELD = "another_person"


def member_like(request: HttpRequest, delegation: Delegation, form: NominationForm) -> str:
    """The member whom the form may name a second time; empty once it was said that it is another person."""
    person, token = form.person(), form.cleaned_data["form_token"]
    (found,) = members_like([person], delegation, by=signed_in_user(request), but=[token])
    if not found or form.cleaned_data[FIELD] == mark_of([person]):
        return ""
    form.ask_whether_another(mark_of([person]))
    return found


def already_member(name: str) -> str:
    """What is asked of one who may be named a second time."""
    text = _(
        "%(name)s is a member of your delegation already. If that is the same person, nothing is left to do here: fill "
        "in what is missing in the list of members. If it is another person, choose “Another person: nominate anyway”."
    )
    return text % {"name": name}


def lines_like(
    request: HttpRequest, delegation: Delegation, grid: GridFormSet, token: GridTokenForm
) -> tuple[list[Problem], str]:
    """The lines in which somebody may be named a second time, and the mark by which it is said that they are others.

    A grid that was filled from a file and has errors is looked at as far as its lines are in order.
    """
    lines = grid.lines_in_order()
    people = [person for _line, person in lines]
    but = [token.token_of(line) for line, _person in lines] if token.is_valid() else []
    members, earlier = members_like(people, delegation, by=signed_in_user(request), but=but), earlier_like(people)
    problems, about = [], []
    for (line, person), member, place in zip(lines, members, earlier, strict=True):
        sentence = _sentence(line, member, None if place is None else lines[place][0])
        if sentence:
            problems.append(Problem(sentence, grid.forms[line]["given_names"].auto_id))
            about.append(person)
    return problems, mark_of(about) if about else ""


def _sentence(line: int, member: str, earlier: int | None) -> str:
    if member:
        text = _("Row %(row)s: %(name)s is a member of your delegation already.")
        return text % {"row": line + 1, "name": member}
    if earlier is not None:
        text = _("Row %(row)s: the name is the same as in row %(earlier)s.")
        return text % {"row": line + 1, "earlier": earlier + 1}
    return ""


def mark_of(people: Sequence[Participant]) -> str:
    """Of whom it was asked whether they are others."""
    names = sorted(" ".join(person.words_of_the_name) for person in people)
    return hashlib.sha256(json.dumps(names).encode()).hexdigest()[:20]
