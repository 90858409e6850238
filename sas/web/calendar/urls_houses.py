"""Addresses of those who manage structures."""

from django.urls import path

from sas.web.calendar import house_settings, members
from sas.web.kit.access import by_method

urlpatterns = [
    path(
        "<int:structure_id>/parametres",
        by_method(get=house_settings.house_settings, post=house_settings.save_house_settings),
    ),
    path("<int:cpts_id>/membres", members.member_list),
    path("<int:cpts_id>/informations", by_method(get=members.information, post=members.save_information)),
]
