"""How ``certify_run`` gets through thousands of submissions: pace, memory, money, on a local cloud of its own."""
