"""Mail, against a real server on this machine."""

import datetime as dt
import ssl
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from bleedlog.outbound.mail import Mail, MailNotSentError, send_mail
from tests.mailbox import Mailbox, mailbox

SENDER = "Bleed diary <diary@example.org>"
TO = "ann@people.example"


def to_ann(text: str = "Hello.\n") -> Mail:
    return Mail(TO, "A new password", text)


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mailbox() as box:
        yield box


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate for 127.0.0.1 that nobody but itself vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a mail server of tests")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("mail") / "server.pem"
    path.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        + made.public_bytes(Encoding.PEM)
    )
    return path


@pytest.fixture
def tls_box(certificate: Path) -> Iterator[Mailbox]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with mailbox(tls=context) as box:
        yield box


def test_a_mail_arrives_as_it_was_written(box: Mailbox) -> None:
    text = "Grüß dich, 白い猫.\n.\nhttps://diary.example.org/reset#" + "k7qm" * 30 + "\n"

    send_mail(box.url, sender=SENDER, mail=to_ann(text))

    mail = box.wait_for(TO)
    assert mail.get_content() == text
    assert mail["Subject"] == "A new password"
    assert mail["From"] == SENDER
    assert mail.get_content_type() == "text/plain"
    assert mail["Date"]
    assert mail["Message-ID"].endswith("@example.org>")
    assert mail["Auto-Submitted"] == "auto-generated"


def test_the_name_of_this_machine_is_not_told(box: Mailbox) -> None:
    send_mail(box.url, sender=SENDER, mail=to_ann())

    assert box.heard[0].lower() == b"ehlo example.org"


def test_an_address_with_letters_of_any_script(box: Mailbox) -> None:
    send_mail(box.url, sender=SENDER, mail=Mail("grüße@people.example", "Hello", "Hello.\n"))

    assert box.wait_for("grüße@people.example").get_content() == "Hello.\n"


def test_a_user_and_a_password_with_signs_in_them() -> None:
    with mailbox(login="diary:p@ss/word") as box:
        send_mail(f"smtp://diary:p%40ss%2Fword@{box.address}", sender=SENDER, mail=to_ann())
        assert box.wait_for(TO)

        with pytest.raises(MailNotSentError, match="SMTPAuthenticationError"):
            send_mail(f"smtp://diary:wrong@{box.address}", sender=SENDER, mail=to_ann())


def test_a_mail_that_is_refused_is_told_without_whose(box: Mailbox) -> None:
    box.refuses = b"550 ann@people.example is unknown"

    with pytest.raises(MailNotSentError) as refused:
        send_mail(box.url, sender=SENDER, mail=to_ann())

    assert "ann" not in str(refused.value)
    assert refused.value.__cause__ is None
    assert box.to(TO) == []


def test_no_server_there() -> None:
    with mailbox() as box:
        url = box.url

    with pytest.raises(MailNotSentError, match="ConnectionRefusedError"):
        send_mail(url, sender=SENDER, mail=to_ann())


@pytest.mark.parametrize("field", ["to", "subject"])
def test_nobody_slips_a_header_in(box: Mailbox, field: str) -> None:
    told = {"to": TO, "subject": "Hello", "text": "Hello.\n"}
    told[field] += "\r\nBcc: eve@people.example"

    with pytest.raises(MailNotSentError, match="ValueError"):
        send_mail(box.url, sender=SENDER, mail=Mail(**told))

    assert box.to("eve@people.example") == []


def test_tls_from_the_start(
    tls_box: Mailbox, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    send_mail(f"smtps://{tls_box.address}", sender=SENDER, mail=to_ann())

    assert tls_box.wait_for(TO).get_content() == "Hello.\n"


def test_a_server_that_nobody_vouches_for_gets_nothing(tls_box: Mailbox) -> None:
    with pytest.raises(MailNotSentError, match="SSLCertVerificationError"):
        send_mail(f"smtps://{tls_box.address}", sender=SENDER, mail=to_ann())

    assert tls_box.heard == []


def test_elsewhere_than_on_this_machine_nothing_is_said_in_the_clear(box: Mailbox) -> None:
    """`127.1` leads to this machine by a name that is not taken for it."""
    port = box.address.split(":")[1]

    with pytest.raises(MailNotSentError, match="SMTPNotSupportedError"):
        send_mail(f"smtp://diary:secret@127.1:{port}", sender=SENDER, mail=to_ann())

    assert [line.split()[0].upper() for line in box.heard] == [b"EHLO", b"QUIT"]
