"""WeChat's API."""
