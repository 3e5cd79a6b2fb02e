"""What registration gives to the registry of the app below."""

from conference.registry import registry


def _knows_address(address: str) -> bool:
    from registration.models import FocalPoint, Participant

    return (
        Participant.objects.of_address(address).exists()
        or FocalPoint.objects.filter(email=address, ended_at__isnull=True).exists()
    )


def register() -> None:
    registry.knows_address.append(_knows_address)
