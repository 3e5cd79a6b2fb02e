"""For what an application can be declined, and the words of each in the letter."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, TranslatedText
from registration.models import DeclineGround

#: The exact words of the Helsinki Document 1992, Helsinki Decisions, chapter IV, paragraph 16. They are quoted in
#: English in each language, for the other texts here are our own.
HELSINKI_1992 = "resort to the use of violence or publicly condone terrorism or the use of violence"


@dataclass(frozen=True)
class Ground:
    """``key`` is kept with the decision, ``text`` stands in the letter in the applicant's language."""

    key: str
    title: str | Promise
    text: TranslatedText
    names_conduct: bool = False


#: The only ground that names conduct; it is no row that anybody could alter.
CONDUCT = Ground(
    key="conduct",
    title=_("Violence, or terrorism publicly condoned (Helsinki Document 1992, chapter IV, paragraph 16)"),
    text=TranslatedText(
        en="Under paragraph 16 of chapter IV of the Helsinki Document 1992 participation is not open to persons or "
        f"organisations which “{HELSINKI_1992}”.",
        ru="В соответствии с пунктом 16 главы IV Хельсинкского документа 1992 года участие не предусмотрено для лиц "
        "или организаций, которые прибегают к насилию или публично оправдывают терроризм либо применение насилия "
        f"(в английском тексте: “{HELSINKI_1992}”).",
        mn="1992 оны Хельсинкийн баримт бичгийн IV бүлгийн 16 дахь хэсэгт заасны дагуу хүчирхийлэл хэрэглэдэг, "
        "терроризмыг буюу хүчирхийлэл хэрэглэхийг нийтэд зөвтгөдөг хүн, байгууллага оролцох боломжгүй "
        f"(англи эхэд: “{HELSINKI_1992}”).",
    ),
    names_conduct=True,
)


def grounds_of(conference: Conference) -> list[Ground]:
    """Those that the Secretariat offers, in its order, and last the one that is fixed."""
    offered = DeclineGround.objects.filter(conference=conference, is_offered=True)
    return [*(Ground(str(each.pk), str(each.title), each.text) for each in offered), CONDUCT]


def ground_of(conference: Conference, key: str) -> Ground | None:
    """The ground of a key; nothing for one that this conference does not offer."""
    return next((ground for ground in grounds_of(conference) if ground.key == key), None)


def reason_in_letter(ground: Ground | None, words: str, language: str) -> str:
    """What the applicant reads: the ground in their language, then what the officer adds."""
    text = ground.text.in_language(language) if ground else ""
    return "\n\n".join(part for part in (text, words.strip()) if part)
