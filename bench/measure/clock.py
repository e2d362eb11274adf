"""How long did it take, by the clock and in processor time?"""

import time


class Clock:
    """Seconds by the clock and of the processor, between its making and its stop."""

    def __init__(self) -> None:
        self.seconds, self.processor = -time.perf_counter(), -time.process_time()

    def stop(self) -> "Clock":
        """What has passed since."""
        self.seconds, self.processor = self.seconds + time.perf_counter(), self.processor + time.process_time()
        return self
