"""Addresses of this app, each below a conference's own."""

from django.urls import URLPattern, URLResolver, path

from registration.views import (
    asking,
    categories,
    delegation,
    delegation_acts,
    designation,
    documents,
    invitation,
    members,
    nominate,
    own,
    privacy,
    register,
)

app_name = "registration"
urlpatterns: list[URLPattern | URLResolver] = [
    path("register/", categories.categories, name="categories"),
    path("register/<slug:category>/", register.form, name="form"),
    path("register/<slug:category>/received/", register.received, name="received"),
    path("invitation/regretted/", designation.regretted, name="regretted"),
    path("invitation/<str:token>/", invitation.invitation, name="invitation"),
    path("invitation/<str:token>/code/", invitation.invitation_code, name="invitation-code"),
    path("invitation/<str:token>/form/", invitation.invitation_form, name="invitation-form"),
    path("invitation/<str:token>/regret/", invitation.regret, name="invitation-regret"),
    path("designate/", designation.designate, name="designate"),
    path("designate/received/", designation.designated, name="designated"),
    path("delegation/", delegation.delegation, name="delegation"),
    path("delegation/<uuid:delegation>/", delegation.members, name="delegation-members"),
    path("delegation/<uuid:delegation>/nominate/", nominate.nominate, name="nominate"),
    path("delegation/<uuid:delegation>/several/", nominate.several, name="nominate-several"),
    path("delegation/<uuid:delegation>/order/", delegation_acts.order, name="delegation-order"),
    path("delegation/<uuid:delegation>/letter/", delegation_acts.nomination_letter, name="nomination-letter"),
    path("delegation/<uuid:delegation>/backup/", delegation_acts.backup, name="name-backup"),
    path("delegation/members/<uuid:registration>/ask/", asking.ask, name="member-ask"),
    path("delegation/members/<uuid:registration>/complete/", members.complete, name="member-complete"),
    path("delegation/members/<uuid:registration>/substitute/", members.substitute, name="member-substitute"),
    path("delegation/members/<uuid:registration>/withdraw/", members.withdraw, name="member-withdraw"),
    path("me/", own.own, name="own"),
    path("me/<uuid:registration>/correct/", own.correct, name="own-correct"),
    path("me/<uuid:registration>/visibility/", own.visibility, name="own-visibility"),
    path("me/<uuid:registration>/withdraw/", own.withdraw, name="own-withdraw"),
    path("documents/<uuid:document>/", documents.document, name="document"),
    path("privacy/", privacy.privacy, name="privacy"),
]
