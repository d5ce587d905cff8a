"""Where editions are sent: the mail server that config/publishing.yaml names."""

from sitrep.doctor.findings import MAIL, SETTINGS, Finding, Office, failure, ok, warning
from sitrep.errors import PublishFailed
from sitrep.publish.limits import Limits

LIMITS = Limits(reply_s=5.0)


def mail(office: Office) -> Finding:
    """Whether the server is reached, over the line that was asked for, and takes us for who we are. Nothing is sent."""
    from sitrep.publish import mail as post  # imports ssl, which takes longer than the rest of this package

    if office.config is None:
        return warning("not known before the configuration is mended", "see above")
    server = office.config.publishing.mail
    if not server.server:
        return ok("no mail is sent")
    try:
        known = post.login(server, office.folder)
    except PublishFailed as error:
        return failure(SETTINGS, str(error), "docs/delivery.md tells what goes into that file")
    if why := post.reached(server, known, LIMITS):
        return failure(MAIL, why, "look at `mail` in config/publishing.yaml, and whether this machine may reach it")
    return ok(f"{server.server}:{server.at_port} takes mail from {server.sender}")
