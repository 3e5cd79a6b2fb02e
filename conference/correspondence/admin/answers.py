"""What a mail server's answer means, for somebody who writes letters: by the status codes of RFC 3463."""

import re
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STATUS = re.compile(r"\b[45]\.(\d{1,3})\.(\d{1,3})\b")

NO_SUCH_ADDRESS = _("The address does not exist there: please ask for the right one and correct it.")
NO_SUCH_DOMAIN = _("What stands after the @ is not found: please look for a slip in the address.")
NOT_ACCEPTED = _("Their server does not accept letters like this one: please ask their technicians, or telephone.")

#: By subject and detail of the status, else by the subject alone.
MEANINGS: Mapping[tuple[str, str], Promise | str] = {
    ("1", "1"): NO_SUCH_ADDRESS,
    ("1", "0"): NO_SUCH_ADDRESS,
    ("1", "2"): NO_SUCH_DOMAIN,
    ("1", "3"): _("The address is not written as addresses are: please correct it."),
    ("1", "6"): _("The mailbox has moved: please ask for the new address."),
    ("1", "10"): _("This domain receives no mail: please ask for another address."),
    ("2", "1"): _("The mailbox is closed: please ask for another address."),
    ("2", "2"): _("The mailbox is full: please try again later, or telephone."),
    ("2", "3"): _("The letter is larger than the mailbox takes."),
    ("3", "4"): _("The letter is larger than their server takes."),
    ("4", "1"): _("Their server did not answer: please try again later."),
    ("4", "4"): NO_SUCH_DOMAIN,
    ("4", "7"): _("Their server did not take it in time: please try again later."),
    ("7", ""): NOT_ACCEPTED,
}


def meaning_of(answer: str) -> Promise | str:
    """A sentence on what is wrong and what to do; nothing where the answer has no status that says so."""
    found = STATUS.search(answer)
    if found is None:
        return ""
    subject, detail = found.groups()
    return MEANINGS.get((subject, detail)) or MEANINGS.get((subject, ""), "")
