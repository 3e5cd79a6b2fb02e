"""Addresses for the processes that tests start."""

from urllib.parse import quote, urlencode, urlsplit


def with_redis_database(url: str, number: int) -> str:
    """The same Redis, another of its databases."""
    parts = urlsplit(url)
    if parts.scheme == "unix":
        return f"unix://{parts.path}?db={number}"
    return parts._replace(path=f"/{number % 16}").geturl()


def current_database_url() -> str:
    """The address of the database that the running test uses, for a process it starts."""
    from django.db import connection

    settings = connection.settings_dict
    credentials = quote(settings["USER"]) + (f":{quote(settings['PASSWORD'])}" if settings["PASSWORD"] else "")
    query = {"host": settings["HOST"], "port": settings["PORT"]} | settings["OPTIONS"]
    given = {name: value for name, value in query.items() if isinstance(value, str) and value}
    return f"postgresql://{credentials}@/{quote(settings['NAME'])}?{urlencode(given)}"
