"""The management and invocation API of FC 2.0 (``/2016-08-15``)."""
