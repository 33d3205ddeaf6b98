"""Addresses: the pages of the programme. All begin with /programme, for the cookie that opens it goes nowhere else."""

from django.urls import path

from .views import attending, desk, noting, offline, planning, releasing, scheduling

urlpatterns = [
    path("programme", desk.programme, name="programme"),
    path("programme/open", desk.open_programme, name="open_programme"),
    path("programme/close", desk.close_programme, name="close_programme"),
    # the week: sessions, plans, notes, release, offline
    path("programme/calendar", scheduling.calendar, name="programme_calendar"),
    path("programme/participants/<str:id>/plan", planning.plan, name="plan"),
    path("programme/participants/<str:id>/sessions", scheduling.sessions, name="sessions"),
    path("programme/participants/<str:id>/sessions/new", scheduling.new_session, name="new_session"),
    path("programme/participants/<str:id>/notes", noting.notes, name="notes"),
    path("programme/participants/<str:id>/handover", releasing.handover, name="handover"),
    path("programme/sessions/<str:id>", attending.session, name="session"),
    path("programme/sessions/<str:id>/attend", attending.attend, name="attend"),
    path("programme/sessions/<str:id>/move", scheduling.move_session, name="move_session"),
    path("programme/notes/<str:id>", noting.note, name="programme_note"),
    path("programme/letters/<str:id>", releasing.letter, name="letter"),
    path("programme/supervision", noting.supervision, name="supervision"),
    path("programme/offline", offline.offline, name="offline"),
    path("programme/offline/take", offline.take_along, name="take_along"),
    path("programme/offline/waits", offline.waits, name="offline_waits"),
    path("programme/sync", offline.sync, name="sync"),
    path("programme/worker.js", offline.worker, name="programme_worker"),
]
