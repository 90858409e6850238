"""The kernel: values and functions on time. No framework, no clock, no input or output.

Intent is a wall clock and an IANA zone; facts are half-open intervals in UTC. Whoever calls says what time it is.
"""
