"""A form of the admin as a browser would send it: everything that stands in it, with what the officer changed."""

from typing import Any

from django.test import Client

from conference.models import Conference


def answers_of(page: Any) -> dict[str, Any]:
    """The controls of a change form with their values, the rows of its inlines too."""
    form = page.context["adminform"].form
    forms = [form]
    for inline in page.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    answers: dict[str, Any] = {}
    for each in forms:
        for field in each:
            _put(answers, field)
    return answers


def _put(answers: dict[str, Any], field: Any) -> None:
    widget, value = field.field.widget, field.value()
    if field.field.disabled:
        return
    if hasattr(widget, "languages"):
        texts = zip(widget.languages, widget.decompress(value), strict=True)
        answers |= {f"{field.html_name}_{language}": text for language, text in texts}
    elif value is True:
        answers[field.html_name] = "on"
    elif isinstance(value, list):
        answers[field.html_name] = [str(each) for each in value]
    elif value is not None and value is not False:
        answers[field.html_name] = str(value)


def save(client: Client, url: str, conference: Conference, **changes: Any) -> Any:
    """Opens the form, changes some of it (``None`` leaves a control out), sends it; the page one is led to."""
    answers = answers_of(client.get(url)) | changes
    sent = {name: value for name, value in answers.items() if value is not None}
    return client.post(url, {"_conference": str(conference.pk), "_continue": "1", **sent}, follow=True)
