"""WeChat's login for web pages, served beside the Aliyun APIs."""
