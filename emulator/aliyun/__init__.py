"""The RPC-style Alibaba Cloud APIs on one port: SMS, mail, OCR, identity checks and STS."""
