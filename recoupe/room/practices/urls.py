"""Addresses: the pages of the practices."""

from django.urls import path

from .views import adoptions, comments, compare, lines, practices

urlpatterns = [
    path("practices", practices.practices, name="practices"),
    path("practices/new", practices.new, name="new_practice"),
    path("practices/compare", compare.compare, name="compare_practices"),
    path("practices/<int:id>", practices.practice, name="practice"),
    path("practices/<int:id>/change", practices.change, name="change_practice"),
    path("practices/<int:id>/past", practices.past, name="past_practice"),
    path("practices/<int:id>/put-back", practices.put_back, name="put_back_practice"),
    path("practices/<int:id>/write", lines.write, name="write_line"),
    path("practices/<int:id>/comment", comments.comment, name="comment_practice"),
    path("practices/<int:id>/ask", comments.ask, name="ask_practice"),
    path("practices/<int:id>/adopt", adoptions.adopt, name="adopt_practice"),
    path("lines/<int:id>/change", lines.change, name="change_line"),
    path("lines/<int:id>/take-out", lines.take_out, name="take_out_line"),
    path("lines/<int:id>/review", lines.review, name="review_line"),
    path("lines/<int:id>/past", lines.past, name="past_line"),
    path("lines/<int:id>/put-back", lines.put_back, name="put_back_line"),
    path("comments/<int:id>/answer", comments.answer, name="answer_comment"),
    path("comments/<int:id>/settle", comments.settle, name="settle_comment"),
    path("decisions/<int:id>/adopt", adoptions.adopt_by, name="adopt_by"),
    path("adoptions", adoptions.adoptions, name="adoptions"),
    path("adoptions/<int:id>", adoptions.adoption, name="adoption"),
    path("adoptions/<int:id>/write", lines.write_of_adoption, name="write_of_adoption"),
    path("stages/<int:id>/trace", adoptions.trace, name="trace_stage"),
]
