"""A plan against what runs: what somebody pastes is checked at once, and kept only on request."""
