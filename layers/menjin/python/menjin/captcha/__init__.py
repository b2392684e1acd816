"""The picture captcha: one picture, few tries, one use."""
