"""The organisations that belong to one conference: those of its civil society, which another host never sees."""

from agenda.demonstration.stage import Stage
from conference.models import Organisation, OrganisationName
from conference.models.dated import Verification
from conference.reference.sort_keys import sort_key


def set_up_own_organisations(stage: Stage) -> None:
    """Known to the desk by name; who speaks for them applies as everybody else does."""
    for given in stage.texts("own_organisations"):
        organisation = Organisation.objects.create(
            pk=stage.id_of("organisation", given["key"]),
            conference=stage.conference,
            family=given["family"],
        )
        OrganisationName.objects.create(
            pk=stage.id_of("organisation name", given["key"]),
            organisation=organisation,
            name=given["name"],
            sort_key={language: sort_key(text) for language, text in given["name"].items()},
            verified=dict.fromkeys(given["name"], Verification.UNSURE),
        )
