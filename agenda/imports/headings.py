"""What other people call the columns of a programme, in three languages."""

from collections.abc import Mapping

from agenda.models import AppearanceRole
from conference.columns import Column
from conference.models import Conference
from registration.imports.headings import Headings

ALIASES: Mapping[str, tuple[str, ...]] = {
    "reference": ("reference", "session id", "id", "идентификатор"),
    "number": ("no", "nr", "session no", "panel", "session number", "№", "номер", "дугаар"),
    "type": ("kind", "session type", "format", "вид", "тип", "формат", "төрөл"),
    "topic": ("theme", "track", "subject", "тема", "сэдэв"),
    "day": ("date", "дата", "день", "өдөр", "огноо"),
    "begins": ("start", "starts", "from", "time", "begin", "start time", "начало", "эхлэх", "эхлэх цаг"),
    "ends": ("end", "until", "to", "finish", "end time", "окончание", "конец", "дуусах", "дуусах цаг"),
    "rooms": ("room", "hall", "venue", "location", "place", "зал", "помещение", "место", "танхим", "өрөө"),
    "languages": ("language", "working languages", "язык", "языки", "хэл"),
    "interpreted": ("interpretation", "перевод", "синхронный перевод", "орчуулга"),
    "channels": ("channel", "канал", "каналы", "суваг"),
    "entry": ("participants", "open to", "categories", "участники", "категории", "ангилал"),
    "capacity": ("seats", "places", "мест", "вместимость", "суудал"),
    AppearanceRole.CHAIR: ("chairperson", "chaired by", "председатель", "дарга", "даргалагч"),
    AppearanceRole.MODERATOR: ("moderators", "moderated by", "модератор", "зохицуулагч"),
    AppearanceRole.PANELLIST: ("speakers", "speaker", "panelists", "докладчики", "выступающие", "илтгэгчид", "илтгэгч"),
    AppearanceRole.KEYNOTE: ("keynote", "keynote speaker", "основной докладчик"),
    AppearanceRole.RAPPORTEUR: ("rapporteurs", "докладчик-референт"),
    "minutes": ("minutes", "minutes each", "минут", "минуты", "минут тус бүр"),
}
#: A heading without a language is of the one in which the conference is written of first.
WORDS = {
    "title": ("title", "session", "session title", "название", "заголовок", "гарчиг", "нэр"),
    "abstract": ("abstract", "description", "summary", "аннотация", "описание", "хураангуй"),
    "guiding_questions": ("guiding questions", "questions", "вопросы", "асуултууд"),
}


def headings_of(conference: Conference, columns: list[Column]) -> Headings:
    """By what the columns are known; “Title” alone is in English where the conference has it."""
    usual = conference.language_or_default(None)
    aliases: dict[str, tuple[str, ...]] = dict(ALIASES)
    for name, words in WORDS.items():
        for code in conference.languages:
            own = tuple(f"{word} {code}" for word in words)
            aliases[f"{name}_{code}"] = (*own, *words) if code == usual else own
    return Headings(columns, aliases, of_persons=False)
