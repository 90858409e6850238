"""`make demo`: the whole product on one machine, for somebody who wants to see it, started and stopped as one."""
