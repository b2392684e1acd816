"""Records in Alibaba Cloud Tablestore: accounts, certifications, assets, messages. The SDK is imported at first use."""
