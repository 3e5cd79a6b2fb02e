"""What officers fill in when they vet: an opinion, a decision, an objection."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, State
from registration.actions.opinions import NEED_A_REASON
from registration.forms.widgets import TokenField
from registration.models import Grade, ObjectionChannel, Outcome, Recommendation
from registration.queries.decline_grounds import Ground

CONFLICT = "conflict"
NOT_DECIDED = "none"
WORDS = 4000
#: The keys of a page: those of the choices in their order, by the place on the keyboard and so in every layout.
RECOMMENDATION_KEYS = ("1", "2", "3", "4", "5")
GRADE_KEYS = ("a", "b", "c")
GROUND_KEYS = ("a", "b", "c", "d", "e", "f", "g", "h")


class KeyedRadios(forms.RadioSelect):
    """Each choice shows its key and can be chosen with it; without the script by the browser's access key."""

    option_template_name = "admin/registration/reading/_keyed_option.html"

    def __init__(self, keys: tuple[str, ...]) -> None:
        super().__init__()
        self.keys = keys

    def create_option(self, name: str, value: Any, label: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, label, *args, **kwargs)
        place = int(option["index"])
        if place < len(self.keys):
            option["attrs"] |= {"data-key": self.keys[place], "accesskey": self.keys[place]}
            option["key"] = self.keys[place]
        return option


class OpinionForm(forms.Form):
    """A recommendation, how near the work is to the subject, and why."""

    recommendation = forms.ChoiceField(
        label=_("You recommend"),
        choices=[
            *((value, capfirst(label)) for value, label in Recommendation.choices),
            (CONFLICT, _("I have a conflict of interest")),
        ],
        widget=KeyedRadios(RECOMMENDATION_KEYS),
        error_messages={"required": _("Choose what you recommend")},
    )
    grade = forms.ChoiceField(
        label=_("Related to the subject"), choices=Grade.choices, required=False, widget=KeyedRadios(GRADE_KEYS)
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Needed to decline and to ask for changes; read by the officers who decide, and by nobody else."),
        max_length=WORDS,
        required=False,
        widget=forms.Textarea({"rows": 4, "data-key-focus": "w", "accesskey": "w"}),
    )
    form_token = TokenField()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("recommendation") in NEED_A_REASON and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Give the reason for what you recommend"))
        return cleaned


class DecisionForm(forms.Form):
    """What the round shall decide on one application; to decline takes a ground or words."""

    outcome = forms.ChoiceField(
        label=_("Decision, told when the round is released"),
        choices=[
            *((value, capfirst(label)) for value, label in Outcome.choices),
            (NOT_DECIDED, _("Not decided")),
        ],
        widget=KeyedRadios(RECOMMENDATION_KEYS),
        error_messages={"required": _("Choose what shall be decided")},
    )
    ground = forms.ChoiceField(label=_("Ground, where it is declined"), required=False, widget=KeyedRadios(GROUND_KEYS))
    words = forms.CharField(
        label=_("In your words"),
        help_text=_("To decline: added below the ground in the letter. Otherwise kept with the decision."),
        max_length=WORDS,
        required=False,
        widget=forms.Textarea({"rows": 4, "data-key-focus": "w", "accesskey": "w"}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, grounds: list[Ground], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ground"].choices = [(each.key, each.title) for each in grounds]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        is_declined = cleaned.get("outcome") == Outcome.DECLINED
        if is_declined and not cleaned.get("ground") and not cleaned.get("words", "").strip():
            self.add_error("ground", _("Choose the ground, or give the reason in your words"))
        return cleaned


class ObjectionForm(forms.Form):
    """A State's objection as it reached the Secretariat."""

    state = forms.ModelChoiceField(State.objects.none(), label=_("State"))
    made_on = forms.DateField(label=_("Made on"), widget=forms.DateInput({"type": "date"}))
    channel = forms.ChoiceField(label=_("Channel"), choices=ObjectionChannel)
    words = forms.CharField(
        label=_("What was said"),
        help_text=_("As it was said, without judgement. It is no veto: every decision stays open."),
        max_length=WORDS,
        widget=forms.Textarea({"rows": 5}),
    )
    form_token = TokenField()

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = sorted(
            ((str(state), state.pk) for state in State.objects.prefetch_related("names")), key=lambda each: each[0]
        )
        field: Any = self.fields["state"]
        field.queryset = State.objects.all()
        field.choices = [("", "–"), *((pk, name) for name, pk in choices)]

    def sections(self) -> list[Any]:
        return [("", [field for field in self if not field.is_hidden])]
