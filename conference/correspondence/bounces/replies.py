"""What ends in such a mailbox and is no notice: answers of persons' programs, receipts, complaints, questions back."""

import re

from conference.correspondence.bounces.opening import Mail, header, parts_of

AWAY = re.compile(
    r"^(?:re:\s*)?(?:auto(?:matic)?[ -]?(?:reply|response|antwort)|automatische antwort|out of (?:the )?office|"
    r"vacation|on leave|réponse automatique|absence|respuesta automática|risposta automatica|автоответ|"
    r"автоматический ответ|автоматическая|вне офиса|отпуск|автомат хариу|автоматична відповідь|自动回复|自動応答)",
    re.IGNORECASE,
)
ANSWERING = ("X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Vacation")
PRECEDENCE = frozenset({"auto_reply", "auto-reply"})
CONFIRM = re.compile(
    r"(?:please|kindly) confirm|confirm (?:your|that)|verify (?:your|that)|verification (?:required|request)|challenge|"
    r"sender (?:verification|confirmation)|подтвердите|баталгаажуул",
    re.IGNORECASE,
)
ASKING = ("X-TMDA-Fingerprint", "X-Boxbe-Sender", "X-ChoiceMail-Registration-Request", "X-Challenge-Response")


def asks_back(mail: Mail) -> bool:
    """Whether a program asks the sender to confirm that a person wrote: an officer may answer, the machine does not."""
    return any(header(mail, name) for name in ASKING) or bool(CONFIRM.search(header(mail, "Subject")))


def answers_by_itself(mail: Mail) -> bool:
    """Whether somebody is away, and a program says so. The mail arrived."""
    submitted = header(mail, "Auto-Submitted").lower()
    return (
        (bool(submitted) and not submitted.startswith("no"))
        or any(header(mail, name) for name in ANSWERING)
        or header(mail, "Precedence").lower() in PRECEDENCE
        or bool(AWAY.search(header(mail, "Subject")))
    )


def is_receipt(mail: Mail) -> bool:
    """Whether it says that the message was shown, or thrown away unread (RFC 8098). The mail arrived."""
    return any(part.get_content_type() == "message/disposition-notification" for part in parts_of(mail))


def is_complaint(mail: Mail) -> bool:
    """Whether a provider passes on that somebody called it unwanted (RFC 5965). The mail arrived."""
    return any(part.get_content_type() == "message/feedback-report" for part in parts_of(mail))
