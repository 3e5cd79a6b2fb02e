"""What machines ask: whether the process lives, and whether the site can do its work."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from conference.health.checks import Check
from conference.health.report import readiness

JSON = "application/json"


@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """That the process answers; it asks nothing of the database."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """What the site needs and whether it is there, for people as lines and for machines as JSON; 503 when it is not.

    Strangers may read it: it tells states and ages, no host, no reason. It answers within two seconds.
    """
    checks = readiness()
    status = HTTPStatus.OK if all(check.ready for check in checks) else HTTPStatus.SERVICE_UNAVAILABLE
    if request.GET.get("format") == "json" or request.get_preferred_type(["text/plain", JSON]) == JSON:
        response: HttpResponse = JsonResponse(as_data(checks), status=status, json_dumps_params={"indent": 2})
    else:
        response = HttpResponse(as_lines(checks), content_type="text/plain; charset=utf-8", status=status)
    response["Vary"] = "Accept"
    return response


def as_data(checks: list[Check]) -> dict[str, object]:
    """The checks as JSON tells them."""
    kept = ("ready", "says", "milliseconds", "age_seconds")
    return {
        "ready": all(check.ready for check in checks),
        "checks": {
            check.name: {key: value for key in kept if (value := getattr(check, key)) is not None} for check in checks
        },
    }


def as_lines(checks: list[Check]) -> str:
    """The checks as a person reads them: first the whole, then each."""
    missing = [check.name for check in checks if not check.ready]
    lines = [f"Not ready: {', '.join(missing)}." if missing else "Ready.", ""]
    lines += [f"{'  ' if check.ready else '! '}{check.name:<16}{check.says}{_figure(check)}" for check in checks]
    return "\n".join(lines) + "\n"


def _figure(check: Check) -> str:
    if check.age_seconds is not None:
        return f" ({check.age_seconds} s ago)"
    return f" ({check.milliseconds} ms)" if check.milliseconds is not None else ""
