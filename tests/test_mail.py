"""The mail server: encrypted, logged in to, refused by, hung up on. Certificates are always checked."""

import ssl
import time
from email import policy
from email.message import EmailMessage

import deliveries
import pytest
from deliveries import Pauses, serving, silent

from sitrep.config import Mail
from sitrep.errors import PublishFailed
from sitrep.publish import mail
from sitrep.publish.journal import Delivery

A, B, C = (Delivery("mail", "SYR001_20180909_v1", f"{name}@x.org") for name in "abc")
NOBODY = mail.Login("", "")
ANN = ("ann@example.org", "open sesame 7")


@pytest.fixture(scope="module")
def certified(tmp_path_factory):
    return deliveries.certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def trusted(certified, monkeypatch):
    """The server's side of a certificate that this machine trusts by SSL_CERT_FILE."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certified[0]))
    return certified[1]


def message(to: str, text: str = "Hello") -> bytes:
    made = EmailMessage()
    made["To"], made["From"], made["Subject"] = to, "desk@example.org", "A subject"
    made.set_content(text)
    return made.as_bytes(policy=policy.SMTP)


def to(port: int, security: str = "none", server: str = "", **more) -> Mail:
    return Mail(
        server=server or ("127.0.0.1" if security == "none" else "localhost"), port=port, security=security,
        sender="desk@example.org", **more)  # fmt: skip


def post(server: Mail, *asked: Delivery, login=NOBODY, pauses=None, text="Hello", **limits):
    """What was accepted, and why the rest was not."""
    accepted: list[Delivery] = []
    letters = {one: lambda to=one.to: message(to, text) for one in asked or (A,)}
    refused = mail.posted(letters, server, login, accepted.append, (pauses or Pauses()).limits(**limits))
    return accepted, {one: (why.why, why.is_final) for one, why in refused.items()}


# --- encrypted --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_mail_goes_over_an_encrypted_line(trusted, security):
    with serving(trusted, starttls=security == "starttls") as server:
        assert post(to(server.port, security), A, B) == ([A, B], {})
        assert server.encrypted == [True, True]


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_that_nobody_vouches_for_is_refused_at_once(certified, security):
    with serving(certified[1], starttls=security == "starttls") as server:
        pauses = Pauses()
        accepted, refused = post(to(server.port, security), A, B, pauses=pauses)
        why = (f"localhost:{server.port}: its certificate is not trusted (self-signed certificate) – SSL_CERT_FILE may "
               "name your own authority")  # fmt: skip
        assert (accepted, refused) == ([], {A: (why, True), B: (why, True)})
        assert (server.mails, pauses.made) == ([], [0.0])


def test_a_certificate_of_another_machine_is_refused(trusted, monkeypatch):
    # the server's name leads to this machine, and its certificate is that of localhost
    monkeypatch.setattr("socket.getaddrinfo", lambda host, port, *_, **__: [(2, 1, 6, "", ("127.0.0.1", port))])
    with serving(trusted, starttls=True) as server:
        (why, is_final), = post(to(server.port, "starttls", "mail.example.org"))[1].values()
        assert "Hostname mismatch" in why and is_final


def test_a_server_that_cannot_encrypt_gets_no_mail_and_no_password():
    with serving(login=ANN) as server:
        (why, is_final), = post(to(server.port, "starttls"), login=mail.Login(*ANN))[1].values()
        assert why.startswith(f"localhost:{server.port}: STARTTLS extension not supported by server.")
        assert (is_final, server.mails, server.logins) == (True, [], [])


# --- logged in to -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_user_and_password_open_the_door(trusted, security):
    with serving(trusted, starttls=security == "starttls", login=ANN) as server:
        assert post(to(server.port, security), login=mail.Login(*ANN)) == ([A], {})


def test_a_wrong_password_is_told_once_and_not_tried_again(trusted):
    with serving(trusted, starttls=True, login=ANN) as server:
        pauses = Pauses()
        refused = post(to(server.port, "starttls"), A, B, login=mail.Login(ANN[0], "x"), pauses=pauses)[1]
        assert {why for why, _ in refused.values()} == {
            f"localhost:{server.port} refused user or password: 535 5.7.8 Authentication credentials invalid"}
        assert (pauses.made, server.mails) == ([0.0], [])


def test_a_server_that_wants_a_login_says_so(trusted):
    with serving(trusted, starttls=True, login=ANN) as server:
        assert post(to(server.port, "starttls"), A, B)[1] == dict.fromkeys(
            (A, B), (f"localhost:{server.port}: 530 5.7.0 Authentication required", True))


@pytest.fixture
def without_environment(monkeypatch):
    monkeypatch.delenv(mail.USER, raising=False)
    monkeypatch.delenv(mail.PASSWORD, raising=False)


def credentials(folder, text="ann@example.org\nopen sesame 7\n", mode=0o600):
    (folder / "mail.txt").write_text(text)
    (folder / "mail.txt").chmod(mode)
    return to(25, credentials="mail.txt")


def test_user_and_password_come_from_a_file_of_the_workspace_or_from_elsewhere(tmp_path, without_environment):
    given = credentials(tmp_path)
    assert mail.login(given, tmp_path) == ANN
    elsewhere = given.model_copy(update={"credentials": str(tmp_path / "mail.txt")})
    assert mail.login(elsewhere, tmp_path / "office") == ANN
    assert mail.login(credentials(tmp_path, mode=0o400), tmp_path) == ANN


def test_or_from_the_environment_or_there_are_none(tmp_path, monkeypatch, without_environment):
    assert mail.login(to(25), tmp_path) == NOBODY
    monkeypatch.setenv(mail.USER, ANN[0])
    with pytest.raises(PublishFailed, match="SITREP_MAIL_USER and SITREP_MAIL_PASSWORD: set both, or neither"):
        mail.login(to(25), tmp_path)
    monkeypatch.setenv(mail.PASSWORD, ANN[1])
    assert mail.login(to(25), tmp_path) == ANN


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660])
def test_a_file_that_others_may_read_is_refused_with_what_to_do(tmp_path, mode):
    file = tmp_path / "mail.txt"
    with pytest.raises(PublishFailed, match=f"^{file}: others may read it – run: chmod 600 {file}$"):
        mail.login(credentials(tmp_path, mode=mode), tmp_path)


@pytest.mark.parametrize(("text", "told"), [
    ("ann@example.org\n", "must hold two lines, user and password"), ("", "must hold two lines, user and password"),
    ("a\nb\nc\n", "must hold two lines, user and password"), ("ann\npässword\n", "only ASCII can"),
    ("ann\nb\x07\n", "only ASCII can"),
])  # fmt: skip
def test_a_file_that_holds_something_else_is_refused_and_never_repeated(tmp_path, text, told):
    with pytest.raises(PublishFailed, match=told) as refused:
        mail.login(credentials(tmp_path, text), tmp_path)
    assert not any(line in str(refused.value) for line in text.splitlines() if len(line) > 1 and line != "ann")


def test_a_file_that_is_missing_or_none_is_refused(tmp_path):
    with pytest.raises(PublishFailed, match="No such file or directory – write user and password into it, a line each"):
        mail.login(to(25, credentials="mail.txt"), tmp_path)
    with pytest.raises(PublishFailed, match="Is a directory"):
        mail.login(to(25, credentials="."), tmp_path)


# --- refused ----------------------------------------------------------------------------------------------------------


def test_one_refused_recipient_costs_nobody_else_a_message():
    with serving() as server:
        server.answers["b@x.org"] = ["550 no such user"]
        assert post(to(server.port), A, B, C) == ([A, C], {B: ("550 no such user", True)})


def test_what_is_refused_for_the_moment_is_tried_three_times():
    with serving() as server:
        server.data = ["452 no room now", "452 no room now", "452 no room now"]
        pauses = Pauses()
        assert post(to(server.port), A, pauses=pauses) == ([], {A: ("452 no room now", False)})
        assert pauses.made == [0.0, 3.0, 12.0]
        assert server.data == []


def test_a_message_that_the_server_finds_bad_is_refused_for_good():
    with serving() as server:
        server.data = ["554 looks like spam"]
        pauses = Pauses()
        assert post(to(server.port), A, B, pauses=pauses) == ([B], {A: ("554 looks like spam", True)})
        assert pauses.made == [0.0]


def test_a_server_that_closes_the_line_is_called_again():
    with serving() as server:
        server.data = ["421 closing for maintenance"]
        assert post(to(server.port), A, B) == ([B, A], {})


def test_words_of_a_server_cannot_forge_a_line():
    with serving() as server:
        server.answers["a@x.org"] = ["550-first\r\n550 sec\x1b[31mond"]
        assert post(to(server.port))[1][A] == ("550 first sec⟦U+001B⟧[31mond", True)


# --- hung up on -------------------------------------------------------------------------------------------------------


def test_no_server_of_that_name(monkeypatch):
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: (_ for _ in ()).throw(OSError(-2, "Name not known")))
    why, is_final = post(to(25, "starttls", "mail.example.org"))[1][A]
    assert (why, is_final) == ("mail.example.org:25: Name not known", False)


@pytest.mark.parametrize("security", ["none", "starttls", "tls"])
def test_a_server_that_says_nothing_is_left_in_time(security):
    with silent() as port:
        begun = time.monotonic()
        accepted, refused = post(to(port, security), A, B, C, reply_s=0.2)
        assert time.monotonic() - begun < 3
        assert accepted == []
        assert len(set(refused.values())) == 1 and not refused[A][1]


def test_a_server_that_sends_a_byte_now_and_then_is_left_in_time():
    with silent(b"220 " + b"x" * 1000, each_s=0.05) as port:
        begun = time.monotonic()
        accepted, refused = post(to(port), A, reply_s=0.2)
        assert time.monotonic() - begun < 5
        assert (accepted, refused) == ([], {
            A: (f"127.0.0.1:{port}: Connection unexpectedly closed: took longer than 0.8 s", False)})


def test_a_server_that_hangs_after_the_message_ends_the_round_after_two():
    with serving() as server:
        server.delay_s = 0.6  # it has the message, and its answer comes too late
        begun = time.monotonic()
        accepted, refused = post(to(server.port), A, B, C, reply_s=0.1, pauses_s=(0.0,))
        assert time.monotonic() - begun < 3
        assert accepted == [] and set(refused) == {A, B, C}
        assert len(server.lines) == 2


def test_when_the_time_for_all_mail_is_over_the_rest_waits():
    with serving() as server:
        server.delay_s = 0.3
        accepted, refused = post(to(server.port), A, B, mail_s=0.2)
        assert (accepted, refused) == ([A], {B: ("no time was left after 0.2 s", False)})


def test_a_large_message_has_the_time_that_it_needs():
    with serving() as server:
        accepted, _ = post(to(server.port), A, text="x" * 70 + "\n" * 20_000)
        assert accepted == [A]


def test_tls_is_at_least_1_2():
    assert ssl.create_default_context().minimum_version >= ssl.TLSVersion.TLSv1_2
