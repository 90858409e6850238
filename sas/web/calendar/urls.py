"""Addresses of the calendar porch."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
