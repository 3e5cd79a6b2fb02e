"""The whole main job in a real browser, with a real worker and mail server, at a desk, on a phone, in each language."""

import datetime
import os
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.utils.translation import gettext, override

from agenda.models import AppearanceRole, SessionType
from conference.correspondence import tasks
from conference.correspondence.models import OccurrenceOutcome, OutgoingMessage, ReminderRule
from conference.models import Conference, StateGroup, TeamRole
from registration.models import Invitation, Registration, Route
from registration.states import InvitationState, RegistrationState
from tests.factories.agenda import make_appearance, make_hall, make_session, make_static_line
from tests.factories.conference import make_conference, make_mission, make_officer, make_state, set_clock
from tests.factories.registration import make_category, make_invitation, make_participant
from tests.servers.mail import SmtpServer

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SCREENSHOTS = Path(__file__).resolve().parent.parent.parent / "screenshots"
PASSWORD = "only for this test"
OFFICER = "coordinator@secretariat.example"
EXPERT = "leyla.karim@institute.example"
FOCAL_POINT = "focal.point@mfa-kg.example"
APPLICANT = "saran@steppe.example"


# Words of letters, by which one is told from another.
IN_LETTERS = {
    "has the honour": {"ru": "имеет честь", "mn": "ноот бичиг"},
    "code": {"ru": "Код", "mn": "код"},
    "invit": {"ru": "приглас", "mn": "урь"},
    "confirm your participation": {"ru": "подтвердить Ваше участие", "mn": "баталж"},
}
STATE = {
    "Kyrgyzstan": {"ru": "Кыргызстан", "mn": "Киргиз"},
    "Kyrgyz Republic": {"ru": "Кыргызская Республика", "mn": "Бүгд Найрамдах Киргиз Улс"},
}
# A worker and a mail server beside a browser on a busy machine.
PATIENCE = 60.0
LOCALES = {"en": "en-GB", "ru": "ru-RU", "mn": "mn-MN"}


class Walk:
    """One person at a time on the site; mail is read where it arrives. What is looked for is named in English."""

    def __init__(self, page: "Page", site: str, mail: SmtpServer, width: int, language: str) -> None:
        self.page, self.site, self.mail, self.width, self.language = page, site, mail, width, language
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.shots = 0
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else None)

    def say(self, text: str, **values: object) -> str:
        """A text of the interface in the language of the walk."""
        with override(self.language):
            return (gettext(text) % values if values else gettext(text)).replace("%%", "%")

    def go(self, address: str) -> None:
        self.page.goto(address if address.startswith("http") else self.site + address)

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=self.say(name), exact=True).first.click()

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=self.say(name)).first.click()

    def write(self, **fields: str) -> None:
        """Each field by its name in the form, whatever kind of control it is."""
        for name, value in fields.items():
            control = self.page.locator(f"main [name='{name}']").first
            if control.evaluate("e => e.tagName") == "SELECT":
                control.select_option(value)
            else:
                control.fill(value)

    def sees(self, *texts: str) -> None:
        """All of the texts stand on the page; a page that is still coming is waited for."""
        wanted, until = [self.say(text).lower() for text in texts], time.monotonic() + PATIENCE
        while True:
            body = " ".join(self.page.locator("body").inner_text().split()).lower()
            missing = [text for text in wanted if text not in body]
            if not missing:
                return
            assert time.monotonic() < until, f"{missing} not on {self.page.url}:\n{body[:3000]}"
            self.page.wait_for_timeout(100)

    def shoot(self, name: str) -> None:
        """Keeps a picture, and checks that nothing stands out of the page."""
        self.shots += 1
        SCREENSHOTS.mkdir(exist_ok=True)
        self.page.screenshot(
            path=SCREENSHOTS / f"{self.language}-{self.width}-{self.shots:02}-{name}.png", full_page=True
        )
        assert self.page.evaluate("document.documentElement.scrollWidth") <= self.width, f"{name} is too wide"

    def letter_to(self, address: str, *, containing: str = "") -> str:
        """The newest letter to an address; waits for the worker to deliver it."""
        containing = IN_LETTERS.get(containing, {}).get(self.language, containing)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            letters = [m.text for m in self.mail.received if address in m.recipients and containing in m.text]
            if letters:
                return letters[-1]
            time.sleep(0.05)
        raise AssertionError(f"No letter containing “{containing}” came to {address}.")

    def code_for(self, address: str) -> str:
        """The newest code of six digits; codes of one address come in order."""
        codes: list[str] = re.findall(r"^\s*(\d{6})\s*$", self.letter_to(address, containing="code"), re.MULTILINE)
        return codes[-1]

    def sign_out(self) -> None:
        self.page.context.clear_cookies()


@pytest.fixture(
    # Russian on a phone, English and Mongolian on a desk; LANGUAGES=full walks each on both.
    params=[
        (width, language)
        for language in LOCALES
        for width in (1280, 360)
        if (width == 360) == (language == "ru") or os.environ.get("LANGUAGES") == "full"
    ],
    ids=lambda param: f"{param[1]}-{param[0]}",
)
def walk(request: Any, browser: "Browser", live_server: Any, smtp_server: SmtpServer, settings: Any) -> Any:
    settings.PUBLIC_URL = live_server.url
    width, language = request.param
    context = browser.new_context(viewport={"width": width, "height": 900}, locale=LOCALES[language])
    context.set_default_timeout(PATIENCE * 1000)
    walked = Walk(context.new_page(), live_server.url, smtp_server, width, language)
    yield walked
    context.close()
    strangers = [url for url in walked.asked if not url.startswith((live_server.url, "data:"))]
    assert strangers == [], "a page asked a third party"
    assert [words for words in walked.complaints if "Content Security Policy" in words] == []


@pytest.fixture
def conference(walk: Walk) -> Conference:
    conference = make_conference()
    make_mission(make_state("KG"), email="delegation.kg@missions.example", language=walk.language)
    make_category(conference, route=Route.NOMINATION, state_groups=list(StateGroup))
    make_category(conference, route=Route.INVITATION)
    make_category(conference, route=Route.APPLICATION)
    officer = make_officer(conference, TeamRole.COORDINATOR, email=OFFICER, name="Ms. Enkhjargal Bold")
    officer.set_password(PASSWORD)
    officer.save()
    return conference


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_main_job(walk: Walk, conference: Conference, celery_worker_process: Any) -> None:
    prepare_programme(conference)
    officer_invites_a_state_and_an_expert(walk)
    state_designates_its_focal_point_who_nominates_two(walk)
    expert_registers(walk)
    organisation_applies(walk, conference)
    officer_decides(walk)
    reminder_reaches_the_silent_once(walk, conference)
    officer_publishes(walk)
    public_reads_the_agenda(walk)
    speaker_confirms(walk)


def prepare_programme(conference: Conference) -> None:
    hall = make_hall(conference)
    opening = make_session(
        conference, type=SessionType.OPENING, title={"en": "Opening of the conference"}, rooms=[hall]
    )
    make_static_line(opening, role=AppearanceRole.REMARKS)


def sign_in_as_officer(walk: Walk) -> None:
    walk.go("/admin/")
    walk.write(username=OFFICER, password=PASSWORD)
    walk.page.locator("main [type=submit]").click()
    walk.sees("Today")


def officer_invites_a_state_and_an_expert(walk: Walk) -> None:
    sign_in_as_officer(walk)
    walk.shoot("today")
    walk.go("/admin/registration/invitation/")
    walk.follow("Invite a State")
    walk.page.locator("[name=mission]").select_option(index=0)
    walk.press("Continue")
    walk.shoot("invite-a-state")
    walk.press("Show the letter")
    walk.shoot("letter-to-a-state")
    walk.sees(IN_LETTERS["has the honour"].get(walk.language, "has the honour to invite"))
    walk.press("Send the invitation")
    walk.letter_to("delegation.kg@missions.example", containing="has the honour")
    walk.go("/admin/registration/invitation/")
    walk.follow("Invite a person")
    walk.write(given_names="Leyla", family_name="Karim", courtesy="Ms.", title="Dr.", email=EXPERT)
    walk.write(language=walk.language)
    walk.shoot("invite-a-person")
    walk.press("Show the letter")
    walk.press("Send the invitation")
    walk.letter_to(EXPERT, containing="invit")
    wait_for(lambda: Invitation.objects.filter(state=InvitationState.SENT).count() == 2)
    walk.go("/admin/registration/invitation/")
    walk.sees(STATE["Kyrgyzstan"].get(walk.language, "Kyrgyzstan"), "Leyla KARIM", "sent")
    walk.shoot("invitations")
    walk.sign_out()


def link_in(letter: str, part: str) -> str:
    found = re.search(rf"https?://\S*{part}\S*", letter)
    assert found, letter
    return found[0]


def state_designates_its_focal_point_who_nominates_two(walk: Walk) -> None:
    note = walk.letter_to("delegation.kg@missions.example", containing="has the honour")
    walk.go(link_in(note, "/invitation/"))
    walk.shoot("designate")
    code = re.search(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}\b", note)
    assert code, note
    walk.write(code=code[0], name="Ms. Ainura Sadykova", function="Second Secretary", email=FOCAL_POINT)
    walk.page.locator("main form [type=submit]").first.click()
    walk.sees("Thank you: the focal point is designated")
    walk.shoot("designated")
    letter = walk.letter_to(FOCAL_POINT, containing="/delegation/")
    walk.go(link_in(letter, "/delegation/"))
    sign_in_by_code(walk, FOCAL_POINT)
    walk.sees(STATE["Kyrgyz Republic"].get(walk.language, "Kyrgyz Republic"))
    for given, family, role in (("Bakyt", "Osmonov", "head"), ("Aigerim", "Toktosunova", "adviser")):
        walk.follow("Nominate a member")
        walk.write(
            given_names=given,
            family_name=family,
            role=role,
            function="Director",
            institution="Ministry of Foreign Affairs",
        )
        walk.shoot(f"nominate-{family.lower()}")
        walk.page.locator("main form [type=submit]").first.click()
    walk.sees("OSMONOV", "TOKTOSUNOVA")
    walk.shoot("delegation")
    walk.sign_out()


def sign_in_by_code(walk: Walk, address: str) -> None:
    seen = len(walk.mail.received)
    walk.write(email=address)
    walk.press("Send me a code")
    walk.mail.wait_for(seen + 1, patience=PATIENCE)
    walk.write(code=walk.code_for(address))
    walk.press("Open my page")


def expert_registers(walk: Walk) -> None:
    walk.go(link_in(walk.letter_to(EXPERT, containing="/invitation/"), "/invitation/"))
    walk.shoot("invitation")
    seen = len(walk.mail.received)
    walk.press("Send me a code")
    walk.mail.wait_for(seen + 1, patience=PATIENCE)
    walk.write(code=walk.code_for(EXPERT))
    walk.page.locator("main form [type=submit]").first.click()
    walk.sees("Your details")
    walk.write(function="")
    walk.press("Check what you entered")
    walk.sees("Two things need your attention")
    walk.shoot("form-with-errors")
    walk.write(function="Senior Researcher", institution="Institute for Dialogue")
    walk.page.locator("[name=consent]").check()
    walk.press("Check what you entered")
    walk.sees("Leyla KARIM", "Senior Researcher")
    walk.shoot("check-and-submit")
    walk.press("Submit")
    walk.shoot("received")
    assert Registration.objects.get(participant__email=EXPERT).state == RegistrationState.COMPLETE
    walk.letter_to(EXPERT, containing="/me/")
    walk.go(f"/{walk.language}/ulaanbaatar-2019/me/")
    walk.sees("Leyla KARIM")
    walk.shoot("my-page")
    walk.sign_out()


def organisation_applies(walk: Walk, conference: Conference) -> None:
    category = conference.categories.get(route=Route.APPLICATION)
    walk.go(f"/{walk.language}/{conference.slug}/register/")
    walk.shoot("ways-to-take-part")
    walk.go(f"/{walk.language}/{conference.slug}/register/{category.slug}/")
    walk.write(given_names="Saran", function="Co-ordinator", email=APPLICANT)
    for name in ("organisation", "relevant_work", "mandate", "country_of_work"):
        if walk.page.locator(f"main [name={name}]").count():
            walk.write(**{name: "Steppe Youth Network"})
    walk.page.locator("[name=consent]").check()
    walk.press("Check what you entered")
    walk.press("Submit")
    walk.letter_to(APPLICANT)
    assert Registration.objects.get(participant__email=APPLICANT).state == RegistrationState.SUBMITTED


def officer_decides(walk: Walk) -> None:
    sign_in_as_officer(walk)
    walk.shoot("today-with-work")
    walk.go("/admin/registration/registration/?status=waiting")
    walk.sees("KARIM", "SARAN")
    walk.shoot("waiting")
    walk.follow("Leyla KARIM")
    walk.shoot("registration")
    walk.follow("Confirm")
    walk.shoot("confirm")
    walk.page.locator("main form [type=submit]").first.click()
    walk.letter_to(EXPERT, containing="confirm your participation")
    decide_on_all_that_wait(walk, "decline")
    illegal = walk.say("A registration that is “%(current)s” cannot become “%(wanted)s”.")
    walk.sees((illegal % {"current": walk.say("submitted"), "wanted": walk.say("declined")}).replace("%%", "%"))
    walk.shoot("illegal-move")
    decide_on_all_that_wait(walk, "take_up")
    walk.page.locator("main form [type=submit]").first.click()
    decide_on_all_that_wait(walk, "decline")
    walk.shoot("decline-several")
    walk.write(reason="Priority was given to work directly related to the panels.")
    walk.page.locator("main form [type=submit]").first.click()
    walk.letter_to(APPLICANT, containing="Priority was given")
    walk.go("/admin/registration/registration/?status=declined")
    walk.sees("SARAN")


def decide_on_all_that_wait(walk: Walk, act: str) -> None:
    walk.go("/admin/registration/registration/?status=waiting")
    for box in walk.page.locator("tbody input[type=checkbox]").all():
        box.check()
    walk.write(action=act)
    walk.press("Go")


def reminder_reaches_the_silent_once(walk: Walk, conference: Conference) -> None:
    reply_by = datetime.date(2019, 6, 6)
    silent = make_invitation(to=make_participant(conference, email="silent@expert.example"), reply_by=reply_by)
    rule = ReminderRule.objects.create(
        conference=conference,
        name="Before the reply date",
        condition="invitation_unanswered",
        days_before=3,
        local_time=datetime.time(9, 10),
        created_at=datetime.datetime(2019, 1, 1, tzinfo=datetime.UTC),
    )
    set_clock(conference, "2019-06-03 09:11")
    tasks.fire_reminders()
    tasks.fire_reminders()
    walk.letter_to(silent.email)
    fired = rule.occurrences.get(anchor_on=reply_by)
    assert (fired.outcome, fired.recipients) == (OccurrenceOutcome.FIRED, 1)
    reminders = OutgoingMessage.objects.filter(purpose__startswith="reminder_to_reply")
    assert list(reminders.values_list("recipient", flat=True)) == ["silent@expert.example"]


def officer_publishes(walk: Walk) -> None:
    conference = Conference.objects.get()
    panel = make_session(conference, type=SessionType.THEMATIC_PANEL, title={"en": "The Role of Youth"})
    leyla = Registration.objects.get(participant__email=EXPERT).participant
    make_appearance(panel, participant=leyla, role=AppearanceRole.PANELLIST)
    make_appearance(panel, role=AppearanceRole.MODERATOR)
    walk.go("/admin/agenda/release/add/")
    publish = walk.say("Publish release %(number)s", number=1)
    walk.sees(publish)
    walk.shoot("publish")
    walk.press(publish)
    walk.sees(walk.say("Release %(number)s is public.", number=1))
    walk.go("/admin/agenda/session/")
    walk.shoot("sessions")
    walk.sign_out()


def public_reads_the_agenda(walk: Walk) -> None:
    walk.go(f"/{walk.language}/ulaanbaatar-2019/agenda/")
    walk.sees("Opening of the conference", "Thomas Greminger", "The Role of Youth", "Senior Researcher")
    assert "KARIM" not in walk.page.content(), "the expert asked to be counted, not named"
    walk.shoot("agenda")
    assert walk.page.context.cookies() == []
    calendar = walk.page.context.request.get(f"{walk.site}/ulaanbaatar-2019/agenda.ics")
    assert calendar.ok
    assert "SUMMARY:The Role of Youth" in calendar.text()


def speaker_confirms(walk: Walk) -> None:
    walk.go(f"/{walk.language}/ulaanbaatar-2019/speaking/")
    sign_in_by_code(walk, EXPERT)
    walk.sees("The Role of Youth", "panellist", "Ulaanbaatar")
    walk.shoot("speaking")
    walk.page.get_by_role("button", name=re.compile(walk.say("Confirm"))).first.click()
    walk.sees("confirmed")
    walk.shoot("speaking-confirmed")


def wait_for(condition: Any) -> None:
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until, "it did not come about"
        time.sleep(0.05)
