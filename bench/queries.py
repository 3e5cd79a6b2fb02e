"""How many queries a visit costs, counted apart from the measuring: one visit in this process, on the same database."""

from typing import TYPE_CHECKING

from bench.visitors import Plan, visitors_of
from bench.visits import Request, Response

if TYPE_CHECKING:
    from django.test import Client

NOT_COUNTED = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
TIMES = 4


def count_queries(plan: Plan) -> tuple[list[int], dict[str, int]]:
    """The queries of each request of one visit, and what was answered wrongly: then nothing is counted.

    Of three visits it is the one in the middle; a first one goes before, so that what is kept in memory is there.
    """
    from django.test import Client

    visit = visitors_of(plan)(plan.first_number, plan.parameters)
    client = Client(raise_request_exception=False)
    counts: list[list[int]] = [[]]
    request = next(visit)
    while True:
        count, response = _ask(client, request, plan)
        if response.status != request.expects:
            return [], {f"{request.method} {request.path.split('?')[0]} answered {response.status} when counted": 1}
        counts[-1].append(count)
        if request.is_last and len(counts) == TIMES:
            return sorted(counts[1:], key=sum)[1], {}
        if request.is_last:
            counts.append([])
        request = visit.send(response)


def _ask(client: "Client", request: Request, plan: Plan) -> tuple[int, Response]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    headers = {name: value for name, value in request.headers.items() if name != "Cookie"}
    cookies = request.headers.get("Cookie", "")
    content_type = headers.pop("Content-Type", "application/octet-stream")
    with CaptureQueriesContext(connection) as captured:
        answer = client.generic(
            request.method,
            request.path,
            request.body,
            content_type,
            headers={**headers, "Host": f"{plan.host}:{plan.port}"},
            HTTP_COOKIE=cookies,
        )
    head = "\r\n".join([f"HTTP/1.1 {answer.status_code} ", *(f"{name}: {value}" for name, value in answer.items())])
    set_by = "".join(f"\r\nset-cookie: {name}={morsel.value}" for name, morsel in answer.cookies.items())
    counted = [query for query in captured if not str(query["sql"]).startswith(NOT_COUNTED)]
    return len(counted), Response((head + set_by).encode("latin-1", "replace"), answer.content)
