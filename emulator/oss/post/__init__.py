"""Browser uploads by form: the policy and the credentials that come with it.

Source: OSS API reference, "PostObject" and its signatures of version 1 and 4; error catalogue, pages 0006.
"""
