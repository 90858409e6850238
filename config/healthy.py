"""Whether a process of this host is ready to serve: `python -m config.healthy PORT` ends with 0, else with 1 and why.

What a container's health check and deploy/install/switch.sh ask; no settings, no database.
"""

import http.client
import sys

HEALTH = "/health/ready"
SECONDS = 5


def main(port: int) -> int:
    """Ask past the proxy, as the proxy would: plain HTTP would be sent to https."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        line.request("GET", HEALTH, headers={"X-Forwarded-Proto": "https"})
        answer = line.getresponse()
        told = answer.read(500).decode(errors="replace")
    except OSError as error:
        print(f"{port}: {error}", file=sys.stderr)
        return 1
    if answer.status != http.client.OK:
        print(f"{port}: {answer.status} {told}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
