"""Addresses of the public porch."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
