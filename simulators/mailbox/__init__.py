"""The demonstration's post office: catches every mail that the product sends and shows it on a page.

Both ports stand on the loopback; no mail ever leaves the machine.
"""
