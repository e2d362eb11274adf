"""What a plan does, in figures and words: made once when it is worked out, so that its page opens at once."""

from alongside.apps.plans.outcome.evidence import considered, evidence, without_agreement
from alongside.apps.plans.outcome.paused import with_notices
from alongside.apps.plans.outcome.summary import summary
from alongside.apps.plans.outcome.told import told

__all__ = ["considered", "evidence", "summary", "told", "with_notices", "without_agreement"]
