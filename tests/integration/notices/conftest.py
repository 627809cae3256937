from collections.abc import Iterator

import pytest

from tests.fakes.mail_server import MailServer
from tests.fakes.sms_operator import SmsOperator


@pytest.fixture(scope="session")
def sms_operator_thread() -> Iterator[SmsOperator]:
    """The thread behind `sms_operator`."""
    operator = SmsOperator()
    try:
        yield operator
    finally:
        operator.stop()


@pytest.fixture
def sms_operator(sms_operator_thread: SmsOperator) -> Iterator[SmsOperator]:
    """An operator in good health, who has taken no SMS."""
    sms_operator_thread.begin_anew()
    yield sms_operator_thread
    sms_operator_thread.release()


@pytest.fixture(scope="session")
def mail_server_thread(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MailServer]:
    """The thread behind `mail_server`."""
    server = MailServer(tmp_path_factory.mktemp("mail"))
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture
def mail_server(mail_server_thread: MailServer) -> MailServer:
    """A mail server in good health, with empty mailboxes."""
    mail_server_thread.begin_anew()
    return mail_server_thread
