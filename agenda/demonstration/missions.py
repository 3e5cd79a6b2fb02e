"""The missions through which the invited States are written to. Their mailboxes are invented."""

from agenda.demonstration.stage import Stage
from conference.models import Mission, State, StateGroup, StateName
from registration.emails.invitations import government_of


def set_up_missions(stage: Stage) -> None:
    """A delegation to the OSCE for a participating State, an embassy for a Partner; none for the host.

    Groups that the outline names have one too, uninvited, so that an officer can still invite a State. Missions are
    everybody's: one that another conference kept, when the demonstration was taken away, stays as it is.
    """
    stage.states = {state.code: state for state in State.objects.prefetch_related("names")}
    invited = {row["code"]: row["language"] for row in stage.rows("states") if row["invitation"]}
    groups = stage.outline["missions_besides_the_invited"]
    others = [state.code for state in stage.states.values() if state.group in groups]
    languages = dict.fromkeys(others, "en") | invited
    stage.missions = {code: _mission(stage, code, language) for code, language in languages.items()}
    Mission.objects.bulk_create(stage.missions.values(), ignore_conflicts=True)


def _mission(stage: Stage, code: str, language: str) -> Mission:
    state = stage.states[code]
    participates = state.group == StateGroup.PARTICIPATING
    name = state.name_on(stage.conference.starts_on)
    return Mission(
        pk=stage.id_of("mission", code),
        state=state,
        name=_delegation(name) if participates else _embassy(name),
        city={"en": "Vienna", "ru": "Вена", "mn": "Вена"},
        email=f"{'mission' if participates else 'embassy'}@delegation-{code.lower()}.example",
        language=language,
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
