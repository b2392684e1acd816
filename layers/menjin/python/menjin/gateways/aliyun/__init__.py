"""Aliyun's RPC services: SMS, mail, OCR, identity."""
