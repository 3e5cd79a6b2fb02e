"""What a form says about a text that is too long."""

from django import forms


class Short(forms.Form):
    name = forms.CharField(max_length=5)


def test_a_text_that_is_too_long_is_asked_to_be_shortened():
    assert Short({"name": "Example"}).errors["name"] == ["Please shorten this to 5 characters; it has 7."]
