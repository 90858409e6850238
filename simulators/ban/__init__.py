"""An address service with invented streets, for the demonstration and the tests (`python -m simulators.ban`)."""
