"""Files of rules, read back into what they allow by readers that share nothing with our writers."""
