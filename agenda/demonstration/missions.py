"""The missions through which the invited States are written to. Their mailboxes are invented."""

from agenda.demonstration.identity import demo_id
from agenda.demonstration.stage import Stage
from agenda.demonstration.tables import Row, rows
from conference.models import Mission, State, StateGroup, StateName
from registration.emails.invitations import government_of


def set_up_missions(stage: Stage) -> None:
    """A delegation to the OSCE for a participating State, an embassy for an Asian Partner; none for the host."""
    stage.states = {state.code: state for state in State.objects.prefetch_related("names")}
    invited = [row for row in rows("states") if row["invitation"]]
    stage.missions = {row["code"]: _mission(stage, row) for row in invited}
    Mission.objects.bulk_create(stage.missions.values())


def _mission(stage: Stage, row: Row) -> Mission:
    state = stage.states[row["code"]]
    is_partner = state.group == StateGroup.ASIAN_PARTNER
    name = state.name_on(stage.conference.starts_on)
    return Mission(
        pk=demo_id("mission", state.code),
        state=state,
        name=_embassy(name) if is_partner else _delegation(name),
        city="Vienna",
        email=f"{'embassy' if is_partner else 'mission'}@delegation-{state.code.lower()}.example",
        language=row["language"],
        note="An invented mailbox of the demonstration.",
    )


def _delegation(name: StateName) -> dict[str, str]:
    return {
        "en": f"Delegation of {government_of(name, 'en')} to the OSCE",
        "ru": f"Постоянное представительство {name.genitive['ru']} при ОБСЕ",
        "mn": f"ЕАБХАБ-ын дэргэдэх {name.genitive['mn']} Байнгын төлөөлөгчийн газар",
    }


def _embassy(name: StateName) -> dict[str, str]:
    return {
        "en": f"Embassy of {government_of(name, 'en')}",
        "ru": f"Посольство {name.genitive['ru']}",
        "mn": f"{name.genitive['mn']} Элчин сайдын яам",
    }
