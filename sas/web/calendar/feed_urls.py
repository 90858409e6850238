"""The private addresses of agendas: outside /sas/, because they are read without an account."""

from django.urls import path, register_converter

from sas.web.calendar import feeds


class TokenConverter:
    """A token, or what somebody tries for one: nothing longer is looked up."""

    regex = r"[A-Za-z0-9_-]{1,64}"

    def to_python(self, value: str) -> str:
        """As it is."""
        return value

    def to_url(self, value: str) -> str:
        """As it is."""
        return value


register_converter(TokenConverter, "token")

urlpatterns = [path("<token:token>.ics", feeds.feed)]
