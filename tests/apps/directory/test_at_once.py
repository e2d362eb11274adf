"""Many people save the same rules in the same instant: one version comes of it and the rest are told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from alongside.apps.audit.isolation import acting_for
from alongside.apps.directory import actions
from alongside.apps.directory.actions import ChangedMeanwhileError
from alongside.apps.directory.models import CriteriaVersion
from tests import factories
from tests.apps.directory.conftest import TODAY

WRITERS = 8


@pytest.mark.slow
def test_one_of_many_saves_at_once_wins(committed_database):
    trust = factories.trust(factories.board())
    site = factories.site(trust)
    people = [factories.person("services_manager", trust) for _ in range(WRITERS)]
    start = Barrier(WRITERS)

    def save(by):
        start.wait()
        try:
            with acting_for(trust.id):
                actions.save_criteria(site=site, group=None, rules=[], based_on=0, by=by, today=TODAY)
        except ChangedMeanwhileError:
            return "told"
        finally:
            connection.close()
        return "saved"

    with ThreadPoolExecutor(WRITERS) as pool:
        outcomes = sorted(pool.map(save, people))
    assert outcomes == ["saved"] + ["told"] * (WRITERS - 1)
    with acting_for(trust.id):
        assert CriteriaVersion.objects.filter(site=site).count() == 1
