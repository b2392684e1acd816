"""Short Message Service (Dysmsapi 2017-05-25)."""
