"""The bench itself: it starts a site of its own, measures, judges, and never calls a fault a figure."""

import json
import os
import subprocess
import sys
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from bench.figures import Figures, percentile
from bench.measure import missed_goals
from bench.queries import count_queries
from bench.report import line_of, verdict
from bench.row import Goal, Visited
from bench.rows import all_rows, chosen_rows
from bench.rows.correspondence import faults_of
from bench.visitors import Plan, Seen, address_of, carry_out
from bench.visits import Request, Response, reader, returning_reader
from conference.embedded.children import ROOT

pytestmark = pytest.mark.xdist_group("bench")
OF_ITS_OWN = ("DATABASE_URL", "REDIS_URL", "DATA_DIR", "DJANGO_SETTINGS_MODULE", "EMAIL_URL")


def run_the_bench(tmp_path, **settings):
    environment = {name: value for name, value in os.environ.items() if name not in OF_ITS_OWN}
    environment |= {"RESULTS": str(tmp_path / "figures.json"), "REGISTRATIONS": "12", "SESSIONS": "3", **settings}
    command = [sys.executable, "-m", "bench"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=240)


@pytest.mark.slow
def test_one_row_is_measured_on_servers_of_its_own_and_its_figures_are_kept(tmp_path):
    ended = run_the_bench(tmp_path, ONLY="ics-session", SECONDS="1")

    assert ended.returncode == 0, ended.stderr + ended.stdout
    rows = json.loads((tmp_path / "figures.json").read_text())["rows"]
    assert list(rows) == ["healthz", "ics-session"]
    measured = rows["ics-session"]
    assert not measured["faults"]
    assert measured["visits"] > 5
    assert 0 < measured["p50_ms"] <= measured["p99_ms"]
    assert measured["cpu_ms"] > 0
    assert measured["memory_mb"] > 10
    assert measured["bytes_plain"] > 200
    assert "ics-session" in ended.stdout


def test_a_row_that_was_answered_wrongly_says_so_and_shows_it_before_any_figure():
    row = Visited("landing", "/en/")
    figures = Figures(a_second=900, visits=900, faults={"GET /en/ answered 500": 3})

    assert figures.has_failed
    assert line_of(row, figures).endswith("FAILED: GET /en/ answered 500 ×3")


def test_a_row_without_a_single_answer_has_failed():
    assert verdict(Figures(), "requests") == "FAILED: no requests"


def test_a_missed_goal_is_told_and_one_that_is_reached_is_not():
    row = Visited("agenda", "/", goal=Goal(least_of_healthz=0.9, most_cpu_ms=1.0, most_queries=0))

    missed = missed_goals(row, Figures(of_healthz=0.5, cpu_ms=0.7, queries=[2]))

    assert missed == ["at least 0.9 of /healthz", "at most 0 queries"]


@pytest.mark.parametrize(
    ("tally", "states", "faults"),
    [
        ({"messages": 9, "different": 9}, {"sent": 9}, {}),
        ({"messages": 9, "different": 9}, {"sent": 8, "unknown": 1}, {"messages unknown": 1}),
        ({"messages": 8, "different": 8}, {"sent": 8, "failed": 1}, {"messages failed": 1, "messages lost": 1}),
        ({"messages": 10, "different": 9}, {"sent": 9}, {"messages twice": 1}),
        ({"messages": 7, "different": 7}, {"sent": 7, "cancelled": 2}, {"messages lost": 2}),
        ({"messages": 8, "different": 8}, {"sent": 8, "sending": 1}, {"messages still waiting": 1, "messages lost": 1}),
        ({"messages": 10, "different": 10}, {"sent": 9}, {"messages that nobody wrote": 1}),
    ],
)
def test_a_delivery_that_is_not_of_every_message_once_has_failed(tally, states, faults):
    assert faults_of(9, tally, states) == faults


def test_a_client_at_its_limit_is_told_and_another_is_not():
    assert "client took 85% of a core" in verdict(Figures(visits=9, client_cpu_share=0.85), "requests")
    assert verdict(Figures(visits=9, client_cpu_share=0.8), "requests") == ""


def test_queries_of_a_page_that_is_answered_wrongly_are_not_counted(db):
    plan = Plan("localhost", 80, "bench.visits:reader", {"path": "/en/nowhere/", "headers": {}}, 1, 0.1)

    assert count_queries(plan) == ([], {"GET /en/nowhere/ answered 404 when counted": 1})


def test_every_page_that_everybody_reads_is_judged_by_queries_time_and_share():
    everybody = ("landing", "categories", "agenda", "session", "speaker", "ics")
    goals = {row.name: row.goal for row in all_rows() if row.name.startswith(everybody)}

    assert {"landing", "categories", "agenda-plain", "agenda-day"} <= set(goals)
    assert {(goal.least_of_healthz, goal.most_cpu_ms, goal.most_queries) for goal in goals.values()} == {(0.9, 1.0, 0)}


def test_rows_are_found_by_their_names_and_healthz_is_always_among_them():
    assert [row.name for row in chosen_rows("agenda-3")] == ["healthz", "agenda-304"]
    assert not [name for name, times in Counter(row.name for row in all_rows()).items() if times > 1]


def test_the_99th_percentile_is_among_the_slowest():
    assert percentile([float(n) for n in range(1, 101)], 0.99) == 100.0
    assert percentile([], 0.99) == 0.0


def test_a_reader_who_has_the_page_asks_whether_it_changed():
    visit = returning_reader(1, {"path": "/a", "headers": {}})
    next(visit)

    asked = visit.send(Response(b'HTTP/1.1 200 OK\r\nETag: "abc"', b""))

    assert asked.headers["If-None-Match"] == '"abc"'
    assert asked.expects == 304


def test_a_request_goes_over_the_wire_with_its_length():
    request = Request("/form", "POST", {"A": "b"}, b"x=1")

    assert request.as_bytes("h") == b"POST /form HTTP/1.1\r\nHost: h\r\nA: b\r\nContent-Length: 3\r\n\r\nx=1"
    assert next(reader(1, {"path": "/", "headers": {}})).expects == 200


def test_applicants_come_from_addresses_of_this_machine_alone_and_from_many():
    addresses = {address_of(number) for number in range(0, 1_000_000, 997)}

    assert all(address.startswith("127.") for address in addresses)
    assert len(addresses) > 900


def test_what_was_seen_travels_as_one_line():
    seen = Seen(seconds=1.0, visits=[0.0012345678], faults=Counter({"x": 1}))

    assert json.loads(seen.as_json())["visits"] == [0.001235]


class Answering(BaseHTTPRequestHandler):
    """Answers /good with a page, anything else with 404; /cut is broken off."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if self.path == "/cut":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly a part")
            self.close_connection = True
            return
        body = b"a page" if self.path == "/good" else b"nothing here"
        self.send_response(200 if self.path == "/good" else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def port():
    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def visit_to(port, path):
    return carry_out(Plan("localhost", port, "bench.visits:reader", {"path": path, "headers": {}}, 2, 0.3))


def test_whole_answers_are_counted_with_their_bodies(port):
    seen = visit_to(port, "/good")

    assert len(seen.visits) == seen.responses > 3
    assert seen.body_bytes == 6 * seen.responses
    assert not seen.faults


def test_another_status_than_expected_is_a_fault_and_no_visit(port):
    seen = visit_to(port, "/gone")

    assert not seen.visits
    assert seen.faults["GET /gone answered 404"] > 0


def test_an_answer_that_breaks_off_is_a_fault(port):
    seen = visit_to(port, "/cut")

    assert not seen.visits
    assert seen.faults["connection closed"] > 0
