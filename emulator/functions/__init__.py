"""Function Compute: functions as processes, HTTP gateway, triggers, asynchronous invocation, management API."""
