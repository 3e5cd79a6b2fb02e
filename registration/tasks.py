"""What Celery wakes: it calls one act each."""

from celery import shared_task

from registration.actions.likeness import look_for_duplicates
from registration.actions.rounds import release_next_batch
from registration.actions.unmerge import close_merges
from registration.models import DecisionRound
from registration.states import RoundState


@shared_task(name="registration.release_rounds")
def release_rounds() -> None:
    """The next batch of each round that is being released; what a dead worker left is taken up here each minute."""
    for pk in DecisionRound.objects.filter(state=RoundState.RELEASING).values_list("pk", flat=True):
        release_next_batch(pk)


@shared_task(name="registration.look_for_duplicates")
def look_for_persons_who_are_there_twice() -> None:
    """Whoever is new or was changed is compared with all others of their conference; merges whose time is over end."""
    look_for_duplicates()
    close_merges()
