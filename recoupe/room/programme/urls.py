"""Addresses: the pages of the programme. All begin with /programme, for the cookie that opens it goes nowhere else."""

from django.urls import path

from .views import about, colleagues, complaint, consent, desk, keys, own, participants, shares, trail

urlpatterns = [
    path("programme", desk.programme, name="programme"),
    path("programme/open", desk.open_programme, name="open_programme"),
    path("programme/close", desk.close_programme, name="close_programme"),
    # keys, colleagues, the programme itself
    path("programme/keys", keys.my_keys, name="my_keys"),
    path("programme/found", keys.found_programme, name="found_programme"),
    path("programme/about", about.about_programme, name="about_programme"),
    path("programme/colleagues", colleagues.colleagues, name="colleagues"),
    path("programme/trail", trail.trail, name="trail"),
    path("programme/complaint", complaint.complaint, name="complaint"),
    # participants, consent, what is told outside, their rights
    path("programme/consent-text", consent.consent_text, name="consent_text"),
    path("programme/recalls", shares.recalls, name="recalls"),
    path("programme/shares/<str:id>/letter", shares.recall_letter, name="recall_letter"),
    path("programme/participants", participants.participants, name="participants"),
    path("programme/participants/new", participants.new_participant, name="new_participant"),
    path("programme/participants/<str:id>", participants.participant, name="participant"),
    path("programme/participants/<str:id>/change", participants.change_participant, name="change_participant"),
    path("programme/participants/<str:id>/consent", consent.consent, name="consent"),
    path("programme/participants/<str:id>/withdraw", consent.withdraw_consent, name="withdraw_consent"),
    path("programme/participants/<str:id>/shares", shares.shares, name="shares"),
    path("programme/participants/<str:id>/file", own.own_file, name="own_file"),
    path("programme/participants/<str:id>/erase", own.erase_participant, name="erase_participant"),
]
