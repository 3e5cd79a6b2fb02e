"""What agenda gives to the registry of the app below."""


def register() -> None:
    """Nothing yet."""
