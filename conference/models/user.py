"""A user is a verified e-mail address; what it may see follows from memberships and from what carries the address."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from conference.models.identified import Identified


def normalise_email(address: str) -> str:
    """The form under which addresses are compared: trimmed, lower case."""
    return address.strip().lower()


class UserManager(BaseUserManager["User"]):
    def for_address(self, address: str) -> "User":
        """The user of an address, made on first need; it has no password and signs in by e-mailed code."""
        user, _created = self.get_or_create(email=normalise_email(address))
        return user

    def create_officer(self, email: str, password: str, *, name: str, **fields: Any) -> "User":
        """A Secretariat officer, who signs in with a password."""
        user = self.model(email=normalise_email(email), name=name, is_staff=True, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str, **fields: Any) -> "User":
        """For ``manage.py createsuperuser``."""
        return self.create_officer(email, password, name=fields.pop("name", email), is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=normalise_email(username or ""))


class User(Identified, AbstractBaseUser, PermissionsMixin):
    """Somebody who can sign in; the e-mail address is the name."""

    email = models.EmailField(_("e-mail address"), unique=True, max_length=254)
    name = models.CharField(_("name"), max_length=200, blank=True, help_text=_("Officers appear by this name."))
    is_staff = models.BooleanField(_("Secretariat officer"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    # Named here so that no request has to look for it: a session proves itself against this very factor.
    second_factor = models.OneToOneField(
        "conference.SecondFactor", null=True, blank=True, editable=False, on_delete=models.RESTRICT, related_name="+"
    )
    # Counted up where all sessions must end though the password stays.
    sessions_ended = models.PositiveIntegerField(default=0, db_default=0, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = (
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_is_lower_case"),
        )

    def __str__(self) -> str:
        return self.name or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.password:
            self.set_unusable_password()
        super().save(*args, **kwargs)

    def get_session_auth_hash(self) -> str:
        return self._until_sessions_end(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        return map(self._until_sessions_end, super().get_session_auth_fallback_hash())

    def _until_sessions_end(self, state: str) -> str:
        return f"{state}.{self.sessions_ended}" if self.sessions_ended else state

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)
