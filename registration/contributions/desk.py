"""What registration shows at the desk: its lines of the side navigation, its figures, what waits for an officer."""

import datetime
from collections.abc import Iterator

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from conference.models import Conference, User
from conference.permissions import ROLES_THAT_DECIDE, ROLES_THAT_REGISTER, ROLES_THAT_SEE_PROTECTED, has_role
from conference.registry import Figure, NavigationEntry, Panel, Waiting
