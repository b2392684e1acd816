"""How a call ends that gets no answer."""


class ProcessExitedError(Exception):
    """The instance ended before it answered."""


class CallUnreadError(ProcessExitedError):
    """The instance had served before and ended without reading this call: another one can serve it."""


class OutOfMemoryError(ProcessExitedError):
    """The instance took more memory than the function has, and was ended for it."""


class TimedOutError(Exception):
    """The call took longer than the function's time-out; the instance is gone."""
