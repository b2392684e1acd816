"""二, 7-9, 11, 12 and 20: INVALID, a code after five minutes."""

from __future__ import annotations

from tests.documents.b_certify.client import INVALID, NOT_SIGNED_IN, OK, Client, Language
from tests.documents.b_certify.conftest import DEVICE, Member, Visit, arrive
from tests.documents.stage import Stage, new_mail
from tests.product import PASSWORD, new_name, new_phone

LANGUAGES: tuple[Language, ...] = ("zh", "en")


class Waiting:
    """Everybody whom a code can be sent to, and what they got."""

    def __init__(self, stage: Stage, visit: Visit, language: Language) -> None:
        self._stage = stage
        self._anonymous: Client = visit(language=language)
        everybody: list[Member] = [arrive(stage, visit(language=language)) for _ in range(5)]
        self._by_phone, self._by_mail, self._changing, self._binding, self._signing_in = everybody
        for one in (self._by_mail, self._changing, self._binding):
            one.signs_in()
        self._mail = self._by_mail.binds_mail()
        self._free, self._newer, self._address = new_phone(), new_phone(), new_mail()

    def ask(self) -> None:
        """Have six codes sent, one for each of what codes are for."""
        assert self._anonymous.phone_get_regist_verify(self._free).outcome == OK
        assert self._by_phone.client.phone_get_getback_verify(self._by_phone.phone).outcome == OK
        assert self._by_mail.client.email_get_getback_verify(self._mail).outcome == OK
        assert self._changing.client.phone_get_update_veridy(self._newer).outcome == OK
        assert self._binding.client.email_get_bind_verify(self._address).outcome == OK
        assert self._signing_in.client.login_get_login_verify(self._signing_in.phone).outcome == OK

    def redeem(self) -> None:
        """Find each of them too old."""
        sms, mail, signing_in = self._stage.sms, self._stage.mail, self._signing_in
        assert self._anonymous.register(new_name(), PASSWORD, sms(self._free)).outcome == INVALID
        assert self._by_phone.client.phone_getback_passord(sms(self._by_phone.phone), PASSWORD).outcome == INVALID
        assert self._by_mail.client.email_getback_passord(mail(self._mail), PASSWORD).outcome == INVALID
        assert self._changing.client.update_phone(sms(self._newer)).outcome == INVALID
        assert self._binding.client.update_email(mail(self._address)).outcome == INVALID
        answer = signing_in.client.web_login_by_verify(signing_in.password, sms(signing_in.phone), DEVICE)
        assert answer.outcome == INVALID

    def check_that_nothing_changed(self) -> None:
        """Nobody is signed in, bound or recovered by them."""
        assert self._changing.client.get_user().data["phone"] == self._changing.phone
        assert self._binding.client.get_user().data["email"] is None
        assert self._anonymous.get_user().outcome == NOT_SIGNED_IN
        assert self._signing_in.client.get_user().outcome == NOT_SIGNED_IN
        for one in (self._by_phone, self._by_mail):
            assert one.client.phone_login(one.phone, one.password).type == "OK"


def test_every_code_is_invalid_after_five_minutes(stage: Stage, visit: Visit) -> None:
    both = [Waiting(stage, visit, language) for language in LANGUAGES]
    stage.later(61)  # since an address was bound
    for one in both:
        one.ask()
    stage.later(301)
    for one in both:
        one.redeem()
        one.check_that_nothing_changed()
