"""How gunicorn runs the site: ``gunicorn --config python:conference.web_server …``, with addresses and numbers.

It stands before Django: only what the server itself does belongs here.
"""

import gunicorn.http.wsgi
from gunicorn.config import Config
from gunicorn.glogging import Logger

from conference.logs import MaskTokens

# With what the site is served concerns nobody.
gunicorn.http.wsgi.SERVER = "Plenary"


class MaskingLogger(Logger):  # type: ignore[misc]  # it carries no types
    """Gunicorn's own, which keeps no token and no query."""

    def setup(self, cfg: Config) -> None:
        super().setup(cfg)
        for log in (self.access_log, self.error_log):
            for handler in log.handlers:
                handler.addFilter(MaskTokens())


logger_class = MaskingLogger
