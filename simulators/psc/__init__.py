"""Plays Pro Santé Connect on loopback: an OpenID provider with PKCE, signed userinfo, renewal and both logouts."""
