"""Figures of large conferences are counted once a minute, whoever asks; those of small ones each time."""

import datetime
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from conference.models import KeptFigures
from conference.queries.kept_figures import kept_figures
from tests.factories.conference import make_conference

pytestmark = pytest.mark.django_db


class Counting:
    """Gives how often it has counted."""

    def __init__(self):
        self.times = 0

    def __call__(self):
        self.times += 1
        return self.times


def always(_figures):
    return True


def grow_old(seconds):
    at = timezone.now() - datetime.timedelta(seconds=seconds)
    KeptFigures.objects.update(counted_at=at, claimed_at=at)


def test_a_small_conference_is_counted_each_time_and_nothing_is_kept(django_assert_num_queries):
    conference, count = make_conference(), Counting()

    with django_assert_num_queries(0):
        assert [kept_figures(conference, "n", count, is_large=lambda _n: False) for _ in range(2)] == [1, 2]
    assert not KeptFigures.objects.exists()


def test_a_large_one_is_counted_once_and_read_in_one_query(django_assert_num_queries):
    conference, count = make_conference(), Counting()
    kept_figures(conference, "n", count, is_large=always)

    with django_assert_num_queries(1):
        assert kept_figures(conference, "n", count, is_large=always) == 1


def test_what_is_made_of_the_figures_is_made_once_while_they_stand(django_assert_num_queries):
    conference, count, made = make_conference(), Counting(), list[int]()

    def shaped(figures):
        made.append(figures)
        return f"{figures} registrations"

    def shown():
        return kept_figures(conference, "n", count, is_large=always, shaped=shaped)

    assert [shown(), shown(), shown()] == ["1 registrations"] * 3
    assert made == [1]
    # As another process does, which counted them anew.
    KeptFigures.objects.update(figures=7, counted_at=timezone.now())
    vars(conference).pop("_kept_figures")
    with django_assert_num_queries(2):
        assert [shown(), shown()] == ["7 registrations"] * 2
    assert made == [1, 7]


@pytest.mark.parametrize(("age", "given"), [(40, 1), (46, 2), (90, 2)])
def test_figures_are_counted_anew_before_they_are_a_minute_old(age, given):
    conference, count = make_conference(), Counting()
    kept_figures(conference, "n", count, is_large=always)
    grow_old(age)

    assert kept_figures(conference, "n", count, is_large=always) == given


@pytest.mark.parametrize(("age", "given"), [(50, 1), (70, 2)])
def test_while_somebody_counts_the_others_read_the_old_ones_but_none_older_than_a_minute(age, given):
    conference, count = make_conference(), Counting()
    kept_figures(conference, "n", count, is_large=always)
    grow_old(age)
    KeptFigures.objects.update(claimed_at=timezone.now())

    assert kept_figures(conference, "n", count, is_large=always) == given


def test_who_began_to_count_and_never_ended_is_waited_for_no_longer():
    conference, count = make_conference(), Counting()
    kept_figures(conference, "n", count, is_large=always)
    grow_old(50)
    KeptFigures.objects.update(claimed_at=timezone.now() - datetime.timedelta(seconds=11))

    assert kept_figures(conference, "n", count, is_large=always) == 2


def test_what_was_kept_and_is_gone_is_counted_again():
    conference, count = make_conference(), Counting()
    kept_figures(conference, "n", count, is_large=always)
    KeptFigures.objects.all().delete()

    assert kept_figures(conference, "n", count, is_large=always) == 2


@pytest.mark.django_db(transaction=True)
def test_of_several_who_ask_at_once_one_counts():
    conference, count = make_conference(), Counting()
    kept_figures(conference, "n", count, is_large=always)
    grow_old(50)
    together = Barrier(5)

    def ask(_number):
        together.wait()
        try:
            return kept_figures(conference, "n", count, is_large=always)
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as officers:
        given = set(officers.map(ask, range(5)))

    assert count.times == 2
    assert given <= {1, 2}
