"""What waits for officers: corrections asked of who is registered, a new member asked for, a round in preparation."""

from django.utils import timezone

from agenda.demonstration.stage import Stage
from conference.models import TeamRole
from registration.models import ChangeKind, DecisionRound, PendingChange, RoundDecision
from registration.queries.change_values import kept


def set_up_workflow(stage: Stage) -> None:
    """Nothing where the outline names nobody."""
    given = stage.outline.get("workflow", {})
    for asked in given.get("corrections", ()):
        _ask_for_a_correction(stage, asked["member"], asked["field"], asked["new"], asked["note"])
    for asked in given.get("nominations", ()):
        delegation = stage.delegations[asked["delegation"]]
        PendingChange.objects.create(
            pk=stage.id_of("request", asked["person"]["family_name"]),
            conference=stage.conference,
            kind=ChangeKind.NOMINATION,
            delegation=delegation,
            role=asked["role"],
            changes={name: {"old": "", "new": value} for name, value in asked["person"].items()},
            note=asked["note"],
            asked_by=stage.users.get(asked["delegation"]),
            asked_at=timezone.now(),
        )
    if "round" in given:
        _prepare_a_round(stage)


def _ask_for_a_correction(stage: Stage, key: str, field: str, new: str, note: str) -> None:
    registration = stage.registrations[key]
    delegation = registration.delegation
    code = delegation.state.code if delegation and delegation.state else ""
    PendingChange.objects.create(
        pk=stage.id_of("request", key, field),
        conference=stage.conference,
        kind=ChangeKind.CORRECTION,
        registration=registration,
        delegation=delegation,
        changes={field: {"old": kept(field, getattr(registration.participant, field)), "new": new}},
        note=note,
        asked_by=stage.users.get(code),
        asked_at=timezone.now(),
    )


def _prepare_a_round(stage: Stage) -> None:
    given, officer = stage.outline["workflow"]["round"], stage.officers[TeamRole.VETTING]
    made = DecisionRound.objects.create(
        pk=stage.id_of("round", given["title"]),
        conference=stage.conference,
        category=stage.registrations[next(iter(given["decisions"]))].category,
        title=given["title"],
        created_by=officer,
    )
    RoundDecision.objects.bulk_create(
        RoundDecision(
            round=made,
            registration=stage.registrations[key],
            outcome=decision["outcome"],
            reason=decision.get("reason", ""),
            decided_by=officer,
        )
        for key, decision in given["decisions"].items()
    )
