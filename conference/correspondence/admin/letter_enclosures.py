"""What goes with a letter: the ticks on the page where it is worded, what went with it before, and the way back."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from conference.correspondence.enclosure_choice import StaleChoiceError, choice_at, choice_in_force
from conference.correspondence.models import EnclosureKind, LetterEnclosures
from conference.correspondence.purposes import Purpose
from conference.formats import moment_text
from conference.models import Conference

PREFIX = "enclosures"
SHOWN = 10


class EnclosuresForm(forms.Form):
    """Ticks; ``seen`` is the choice that it was filled from. What was not touched is not saved."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, conference: Conference, purpose: Purpose, data: Any = None) -> None:
        self.conference, self.purpose, self.present = conference, purpose, choice_in_force(conference, purpose)
        # A page that was open before such a letter could carry anything sends no ticks: nothing is unticked by that.
        is_sent = data is not None and f"{PREFIX}-seen" in data
        said = {"kinds": sorted(self.present.kinds), "seen": self.present.number}
        super().__init__(data if is_sent else None, prefix=PREFIX, initial=said)
        ticks = [(kind.value, capfirst(str(kind.label))) for kind in self.possible]
        self.fields["kinds"] = forms.MultipleChoiceField(
            label=_("What goes with it"), choices=ticks, widget=forms.CheckboxSelectMultiple, required=False
        )

    @property
    def possible(self) -> list[EnclosureKind]:
        return [kind for kind in EnclosureKind if kind in self.purpose.encloses]

    @property
    def can_certify(self) -> bool:
        return EnclosureKind.CERTIFICATE in self.purpose.encloses

    @property
    def chosen(self) -> frozenset[str]:
        """What is ticked; without ticks sent, what is in force."""
        return frozenset(self.cleaned_data["kinds"]) if self.is_bound and self.is_valid() else self.present.kinds

    @property
    def seen_number(self) -> int:
        seen = self.cleaned_data.get("seen") if self.is_bound and self.is_valid() else self.present.number
        return -1 if seen is None else int(seen)

    @property
    def is_touched(self) -> bool:
        """Whether another thing is ticked than was when the page was opened, and than goes with it by now."""
        if not self.is_bound or self.chosen == self.present.kinds:
            return False
        base = choice_at(self.conference, self.purpose, self.seen_number)
        return base is None or self.chosen != base.kinds

    def anew(self, error: StaleChoiceError) -> "EnclosuresForm":
        """As it stands now, with what was ticked, so that it can be saved again knowing that."""
        now = choice_in_force(self.conference, self.purpose)
        data = QueryDict(mutable=True)
        data.setlist(f"{PREFIX}-kinds", sorted(self.chosen))
        data[f"{PREFIX}-seen"] = str(now.number)
        form = EnclosuresForm(self.conference, self.purpose, data)
        form.is_valid()
        form.add_error("kinds", str(error))
        return form


def former_choices(conference: Conference, purpose: Purpose) -> Iterator[dict[str, Any]]:
    """The last choices, the one in force first: what went with it, who chose it so and when; and the way back."""
    if not purpose.encloses:
        return
    rows = LetterEnclosures.objects.of_letter(conference, purpose.key).select_related("by")[:SHOWN]
    for place, row in enumerate(rows):
        kinds = [str(EnclosureKind(kind).label) for kind in row.kinds]
        yield {
            "number": row.number,
            "text": capfirst(", ".join(kinds)) or _("Nothing goes with it"),
            "at_text": moment_text(row.at, conference.zone),
            "actor": str(row.by or ""),
            "is_present": place == 0,
        }
