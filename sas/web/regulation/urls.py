"""Addresses of the regulation porch."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
