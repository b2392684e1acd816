-- KEYS: the account's epoch. It never expires: forgetting it would bring ended sessions of epoch 0 back.
return redis.call('INCR', KEYS[1])
