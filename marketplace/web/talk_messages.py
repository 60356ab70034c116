"""Error codes of work, offers and conversations, in words."""

from typing import Any

from marketplace.i18n import _l

TALK: dict[str, Any] = {
    # conversations
    "thread_frozen": _l(
        "This conversation was reported. The Lab looks at it: until then nobody can write."
    ),
    "thread_blocked": _l(
        "Nothing can be written here: one side has blocked the other. In need, ask the Lab."
    ),
    "words_needed": _l("Write something, or choose a file."),
    "words_long": _l(
        "At most %(most)s letters. Make it shorter, or send it in two parts."
    ),
    # files
    "files_many": _l(
        "At most %(most)s files in one message. Send the others in the next one."
    ),
    "files_kind": _l(
        "«%(name)s» cannot be sent: it is not what it calls itself, or of a kind that is"
        " not allowed. Send photos, PDF, Office, ZIP, sound or film."
    ),
    "files_double": _l(
        "«%(name)s» holds something else beside what it calls itself. Save it anew, as a"
        " plain file, and send that."
    ),
    "files_archive": _l(
        "«%(name)s» holds files that cannot be sent (programs, pages, other archives)."
        " Leave them out and pack it anew."
    ),
    "files_big": _l(
        "«%(name)s» has more than %(limit_mb)s MB. Make it smaller, or send it in parts."
    ),
    "files_empty": _l("«%(name)s» is empty. Choose it again."),
    # work
    "fully_booked": _l(
        "The maker has her hands full just now. Ask her when she is free: nothing was paid."
    ),
    "busy_day": _l("Choose a day from today on, at most a year away."),
    "delivery_empty": _l("Write what you hand in, or add a file."),
    "no_corrections": _l(
        "All corrections of the package are used. The maker can offer one more."
    ),
    "change_open": _l("One change waits for an answer already."),
    "change_empty": _l("Write a price, days or corrections: something must change."),
    "answer_needed": _l("Answer this question, so that the maker can begin."),
    "answer_choice": _l("Choose one of the answers."),
    "answer_day": _l("Choose a day, or write it like 2026-12-31."),
    "answer_measures": _l(
        "Write at least three measures in whole centimetres, from 5 to 260."
    ),
    "answer_file": _l("Choose a file for this question."),
    "question_choices": _l("A question to choose from needs at least two answers."),
    # offers
    "offer_changed": _l("There is a newer offer. Read it, then agree."),
    "offer_over": _l("The time of this offer is over. Ask the maker for it again."),
    "offer_valid": _l("Choose how long the offer holds."),
    "revisions_range": _l("Write a number of corrections from 0 to 9."),
    "too_many_parts": _l("At most %(most)s parts."),
    "part_title": _l("Say of each part what it is."),
    "part_before": _l("First accept the part before this one."),
    # wanted
    "wanted_over": _l("This is no longer looked for."),
    "wanted_day": _l("Choose a day that is still to come."),
    "category_needed": _l("Choose a section."),
    "shop_closed": _l("Your shop is closed for now. Ask at your Lab."),
    "reminded": _l("Somebody was reminded today already. Try again tomorrow."),
}
