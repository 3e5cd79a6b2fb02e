"""What Django asks before it starts."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, register

from conference.correspondence.envelope import fault_of


@register()
def address_of_return_will_do(**_options: Any) -> list[Error]:
    """A server would refuse every message of a site whose address of return is none."""
    fault = fault_of(settings.BOUNCE_ADDRESS)
    return [Error(fault, id="correspondence.E001")] if fault else []
