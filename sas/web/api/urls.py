"""Addresses of the api porch."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
