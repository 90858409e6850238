"""Closed lists of participation (sas-domain §2.5)."""

from django.db import models


class Via(models.IntegerChoices):
    """By which way a professional takes part; the stored numbers are the reference's."""

    NONE = 0, "ne participe pas"
    INDIVIDUAL = 1, "à titre individuel"
    CPTS = 2, "via ma CPTS"
    MSP = 3, "via ma MSP"
    SOS = 4, "via mon association SOS Médecins"
