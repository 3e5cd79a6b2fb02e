"""The sessions of a crowd, side by side in its rooms over its days, and the release that makes them public."""

import datetime

from psycopg2.extras import DateTimeTZRange

from agenda.actions.release import release_agenda
from agenda.management.crowd.conference import SLOTS_A_DAY
from agenda.management.crowd.stage import ZONE, Stage
from agenda.models import Appearance, AppearanceRole, RoomBooking, Session, SessionType
from agenda.states import AppearanceState
from registration.models import Participant

SLOT = datetime.timedelta(minutes=80)
LENGTH = datetime.timedelta(minutes=75)
FIRST_SLOT = datetime.time(9, 0)
TYPES = {SessionType.THEMATIC_PANEL: 50, SessionType.PARALLEL: 35, SessionType.SIDE_EVENT: 15}
ANSWERS = {AppearanceState.CONFIRMED: 80, AppearanceState.INVITED: 15, AppearanceState.DECLINED: 5}
SUBJECTS = (
    ("What schools can do", "Что могут школы", "Сургууль юу хийж чадах вэ"),
    ("Early warning without suspicion", "Раннее предупреждение без подозрений", "Сэжиггүй эрт сэрэмжлүүлэг"),
    ("Trust between police and communities", "Доверие между полицией и общинами", "Цагдаа ба иргэдийн итгэлцэл"),
    ("Speech on the internet", "Высказывания в интернете", "Цахим орчин дахь үг хэллэг"),
    ("Return and rehabilitation", "Возвращение и реабилитация", "Буцан ирэлт, нөхөн сэргээлт"),
    ("Religious leaders as partners", "Религиозные деятели как партнёры", "Шашны удирдагчид түншийн хувьд"),
)
ABSTRACT = {
    "en": "The panel compares what has been tried in several regions, asks what could be shown to have worked, and "
    "what was learnt from what did not. It closes with recommendations that the rapporteur will bring to the plenary. ",
    "ru": "Участники сравнивают то, что было сделано в нескольких регионах, спрашивают, что принесло пользу и "
    "чему научили неудачи. В завершение – рекомендации, которые докладчик представит на пленарном заседании. ",
    "mn": "Хэлэлцүүлгээр хэд хэдэн бүс нутагт туршсан ажлыг харьцуулж, юу үр дүнтэй байсныг, юунаас сургамж авсныг "
    "ярилцана. Төгсгөлд нь нэгдсэн хуралдаанд танилцуулах зөвлөмж гаргана. ",
}


def set_up_programme(stage: Stage, count: int) -> None:
    """So many sessions, of which the public sees the release."""
    sessions = [_session(stage, number) for number in range(count)]
    Session.objects.bulk_create(sessions)
    RoomBooking.objects.bulk_create(
        RoomBooking(
            session=session,
            room=stage.rooms[number % len(stage.rooms)],
            during=DateTimeTZRange(session.starts_at, session.ends_at),
        )
        for number, session in enumerate(sessions)
    )
    _appearances(stage, sessions)
    if sessions:
        release_agenda(stage.conference.pk, note={"en": "The agenda as planned."}, by=stage.officer)


def _session(stage: Stage, number: int) -> Session:
    """Room after room, slot after slot, day after day."""
    slot = number // len(stage.rooms)
    day = stage.conference.starts_on + datetime.timedelta(days=slot // SLOTS_A_DAY)
    starts_at = datetime.datetime.combine(day, FIRST_SLOT, ZONE) + SLOT * (slot % SLOTS_A_DAY)
    english, russian, mongolian = stage.chance.one_of(SUBJECTS)
    length = stage.chance.between(1, 4)
    return Session(
        pk=stage.chance.identifier(),
        conference=stage.conference,
        type=SessionType.OPENING if number == 0 else stage.chance.weighted(TYPES),
        number=number + 1,
        title={"en": f"{english}: {number + 1}", "ru": f"{russian}: {number + 1}", "mn": f"{mongolian}: {number + 1}"},
        abstract={language: text * length for language, text in ABSTRACT.items()},
        guiding_questions={"en": "What has worked?\nWhat has not?", "ru": "Что удалось?\nЧто не удалось?"},
        topic=stage.chance.one_of(stage.topics),
        starts_at=starts_at,
        ends_at=starts_at + LENGTH,
        languages=["en", "ru", "mn"],
        is_interpreted=True,
        is_open_to_press=number == 0,
        created_at=stage.recorded(40),
    )


def _appearances(stage: Stage, sessions: list[Session]) -> None:
    """Nobody speaks in two sessions of one hour: where the speakers of a slot run out, its last sessions have none."""
    lines: list[Appearance] = []
    free: list[Participant] = []
    for number, session in enumerate(sessions):
        if number % len(stage.rooms) == 0:
            free = stage.chance.some_of(stage.speakers, len(stage.speakers))
        count = stage.chance.between(4, 6)
        chosen, free = free[:count], free[count:]
        roles = [AppearanceRole.MODERATOR, *[AppearanceRole.PANELLIST] * (len(chosen) - 1)]
        pairs = zip(chosen, roles, strict=False)
        lines += [_appearance(stage, session, person, role, n) for n, (person, role) in enumerate(pairs, start=1)]
    Appearance.objects.bulk_create(lines, batch_size=1000)


def _appearance(stage: Stage, session: Session, person: Participant, role: AppearanceRole, position: int) -> Appearance:
    state = stage.chance.weighted(ANSWERS)
    return Appearance(
        pk=stage.chance.identifier(),
        session=session,
        participant=person,
        role=role,
        position=position,
        minutes=10,
        state=state,
        responded_at=None if state == AppearanceState.INVITED else stage.recorded(7),
    )
