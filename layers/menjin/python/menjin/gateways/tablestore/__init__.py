"""Records in Alibaba Cloud Tablestore: accounts and their devices, companies, certifications, assets, messages.

The SDK is imported at first use.
"""
