"""Each edition is sent once to each recipient, drafts to the clearers alone, and what fails waits for the next run."""

import json

import deliveries
import pytest
from deliveries import FIRST, MONDAY, SECOND, Pauses, edition, mail, office, serving

from sitrep.publish import deliver, journal
from sitrep.publish.journal import Delivery


@pytest.fixture
def server():
    with serving() as found:
        yield found


def test_smoke(tmp_path, server):
    config = office(tmp_path, "clearers: [c@x.org]\nrecipients: [a@x.org, b@x.org]\n" + mail(server.port))
    edition(config.out, languages=("en","fr","ar"))
    came = deliver.delivered(config, MONDAY, Pauses().limits())
    assert came.errors == ()
    assert server.to == ["a@x.org", "b@x.org"]
    print(server.mails[0][2].decode())
    print(journal.path(config.out).read_text())
