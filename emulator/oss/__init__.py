"""Object Storage Service: buckets and objects over its REST interface, browser uploads, callbacks and events."""
