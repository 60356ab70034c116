"""Error codes in the reader's language: what happened and what to do next."""

from typing import Any

from marketplace.errors import MarketplaceError, TooMany
from marketplace.i18n import _, _l, _n, money
from marketplace.money import Money
from marketplace.web.money_messages import MONEY
from marketplace.web.talk_messages import TALK

TEXTS: dict[str, Any] = {
    # pages
    "http_400": _l("We could not read this request. Go back and try again."),
    "http_403": _l("This page is not for this account."),
    "http_404": _l("There is nothing at this address. Try the search."),
    "http_405": _l("This address cannot be opened that way. Go back and try again."),
    "http_409": _l("Somebody was faster. Look at the page again."),
    "http_410": _l("This is gone. Try the search."),
    "http_413": _l("This is too large to send. Send fewer or smaller photos."),
    "http_422": _l("Some answers need a change. Look at the form again."),
    "http_429": _l("Too many tries. Wait five minutes, then try again."),
    "http_500": _l("Our mistake. We have noted it. Try again in a minute."),
    "http_503": _l("Very busy just now. Try again in a few seconds."),
    # in general
    "invalid": _l("Some answers need a change. Look at the form again."),
    "not_allowed": _l("This page is not for this account."),
    "not_found": _l("There is nothing at this address. Try the search."),
    "conflict": _l("Somebody was faster. Look at the page again."),
    "moved_on": _l("This has changed meanwhile. Look at the page again."),
    "too_many": _l("Too many tries. Wait five minutes, then try again."),
    "busy": _l("Very busy just now. Try again in a few seconds."),
    "unbalanced": _l("Our mistake. We have noted it. Try again in a minute."),
    "stale_form": _l("This page was open too long. Go back, reload it and send again."),
    # things
    "title_needed": _l("Write what it is."),
    "variant_needed": _l("Write a price and how many there are."),
    "package_needed": _l("Write one package at least: a price and the days."),
    "too_many_variants": _l("At most %(most)s choices. Leave some out."),
    "choice_twice": _l("Each choice can be there once. Look at the sizes again."),
    "stock_range": _l("Write a number from 0 to 9999."),
    "one_off_stock": _l("There is only one: write 1, or 0 when it is sold."),
    "lead_days": _l("Write how many days you need for one, from 1 to 365."),
    "days_range": _l("Write in how many days it is ready, from 1 to 365."),
    "place_needed": _l("Choose where you do it."),
    "file_needed": _l("Choose the file buyers get."),
    "file_one_kind": _l("A file has no sizes or colours. Make a thing of each file."),
    "file_kind": _l(
        "This kind of file cannot be sold here. Use PDF, ZIP, PNG, JPG, EPUB or MP3."
    ),
    "file_empty": _l("The file is empty. Choose it again."),
    "file_too_big": _l("The file has more than %(limit_mb)s MB. Make it smaller."),
    "stock_moved": _l(
        "One was sold meanwhile: now there are %(now)s. Write the number anew."
    ),
    "being_looked_at": _l(
        "Your Lab is looking at it. Take it back first, then you can change it."
    ),
    "price_changed": _l(
        "«%(title)s» has another price now. Look at the basket, then go on."
    ),
    "undo_changed": _l(
        "She has changed it since then. Look at it anew, and ask for changes if needed."
    ),
    "undo_over": _l("It cannot be taken back any more: she has been told."),
    "name_needed": _l("Write the name in every language."),
    "word_needed": _l("Write a word of at most 40 letters."),
    "costs_range": _l("Look at the numbers: one of them cannot be right."),
    # reviews
    "answer_words": _l("Write an answer of at most 1000 letters."),
    "answer_stays": _l("After 24 hours an answer stays as it is. Ask your Lab."),
    "report_answered": _l("Your Lab has looked at this review already."),
    "hide_reason": _l(
        "Write why, in at most 1000 letters: the buyer and the maker read it."
    ),
    "own_review": _l("Another coordinator decides about reviews of your own things."),
    # people
    "contact_words": _l(
        "Write a phone, for example 0555 12 34 56, or an e-mail address."
    ),
    "taken": _l("This phone or e-mail has an account. Sign in instead."),
    "password_short": _l("Take at least %(least)s letters or digits."),
    "password_long": _l("Take at most %(most)s letters or digits."),
    "password_weak": _l(
        "Others would guess this. Take three words that do not belong."
    ),
    "sign_in_failed": _l(
        "The phone, e-mail or password does not fit. Try again, or ask for a new password."
    ),
    "account_blocked": _l("This account is closed for now. Ask at your Lab."),
    "password_wrong": _l("This is not your password. Try again."),
    "code_wrong": _l("This code does not fit. Wait for the next one and write it."),
    "link_over": _l("This link was used or is too old. Ask for a new one."),
    "email_over": _l(
        "This link was used or is too old. Sign in and write your e-mail address again."
    ),
    "stop_over": _l(
        "Nothing waits to be stopped any more. If you do not know why, go to your Lab today."
    ),
    "phone_words": _l("Write a phone number, for example 0555 12 34 56."),
    "email_words": _l("Write an e-mail address, for example aigul@example.org."),
    "acting_now": _l("You act for a resident. Stop that first: the button is on top."),
    "contact_last": _l("We need a phone or an e-mail. Add the other one first."),
    "phone_taken": _l("This phone cannot be used. Write another one."),
    "role_needs_lab": _l("Choose a Lab for this role, or none for the network."),
    "nobody_has_this_contact": _l(
        "Nobody has an account with this phone or e-mail. She opens one first."
    ),
    "own_role": _l("Another person changes what you may do yourself."),
    "last_admin": _l("Name another admin first: somebody must be able to name staff."),
    "reason_needed": _l("Write a reason: it is kept."),
    "not_for_helpers": _l("Only she herself can open this page."),
    "code_needed": _l("Sign out and in again: this needs your code."),
    "staff_needs_code": _l("With your role signing in always asks for a code."),
    "has_shop": _l("You have a shop already."),
    "own_application": _l("Another coordinator decides your own application."),
    "note_needed": _l("Write a short note, or choose a ready one: she will read it."),
    "reply_other": _l("These ready words are for another answer. Choose others."),
    "changed_meanwhile": _l(
        "Somebody has changed this meanwhile. Look what it says now; save again to keep "
        "yours."
    ),
    "alias_taken": _l("Another shop has this name. Add a word that makes it yours."),
    "decided_meanwhile": _l(
        "Somebody has answered meanwhile, you see it here. Nothing of yours was sent."
    ),
    "too_late": _l("This answer has gone out already."),
    "checklist_open": _l(
        "Tick what is in order, or waive it with a reason: %(number)s is still open."
    ),
    "waive_reason": _l("Write why this is not needed: it is kept."),
    "application_gaps": _l("Something is still empty. Fill in what is marked below."),
    "lab_closed": _l("This Lab takes no applications now. Choose another one."),
    "away_days": _l("Choose a first and a last day, at most a year from today."),
    "lab_address": _l("Small Latin letters, digits and hyphens, for example at-bashy."),
    "lab_taken": _l("There is a Lab with this address. Choose another one."),
    "days_order": _l("The last day is before the first one."),
    "no_such_thing": _l("Nothing on sale has this address. Copy it from its page."),
    "collection_full": _l("A collection holds %(most)s things. Take one out first."),
    "lab_texts": _l("Write name and region in all three languages."),
    "lab_fee": _l("Take a part from 0 to 50 per cent."),
    "words_missing": _l("Write it in all three languages."),
    "consent_scopes": _l("Choose at least one thing your Lab may do."),
    "consent_note": _l("Write where the paper is, or who was there."),
    "recovery_contact": _l("Another account has this phone or e-mail. Take a new one."),
    "recovery_open": _l("This has been started already. Look below."),
    "recovery_locked": _l("She has forbidden that a Lab ever does this."),
    "recovery_staff": _l("For staff, two people of the network do this."),
    "second_person": _l("A second coordinator does this."),
    "too_early": _l("The 72 hours are not over yet."),
    "recover_failed": _l("This does not fit. Look at the code and the contact again."),
    "open_orders": _l("There are open orders or money for you. Finish them first."),
    "consent_days": _l("Choose one of the times offered."),
    # things
    "price_words": _l("Write the price in digits, for example 1500."),
    "price_range": _l("Take a price between 1 and 5 000 000 som."),
    "choose_category": _l("Choose a category."),
    "own_listing": _l("Another coordinator looks at your own things."),
    "stars": _l("Choose one to five stars."),
    "search_empty": _l("Write what you look for first."),
    "searches_full": _l("You keep 20 searches. Delete one you no longer need."),
    "reviewed": _l("You have said how it is already. Thank you."),
    "search_locked": _l("Very busy just now. Try again in a few seconds."),
    "search_unavailable": _l("The search is being repaired. Try again in a minute."),
    # tables of things
    "import_too_big": _l(
        "This file is too large: the limit is %(most)s MB. Divide it."
    ),
    "import_too_many_rows": _l("At most %(most)s rows at once. Divide the table."),
    "import_empty": _l("The table is empty. Choose it again."),
    "import_excel": _l(
        "This is not a CSV file. In Excel choose Save as › CSV UTF-8, then send that."
    ),
    "import_letters": _l(
        "The letters cannot be read. In Excel choose Save as › CSV UTF-8, then send that."
    ),
    "import_broken": _l(
        "The table cannot be read from line %(line)s on. Look for a lonely quotation mark."
    ),
    "import_column_unknown": _l(
        "We do not know the column «%(name)s». Take it out, or name it as in the sample."
    ),
    "import_column_twice": _l(
        "The column «%(name)s» is there twice. Take one of them out."
    ),
    "import_column_code": _l(
        "The column with the code is missing. Add it: we know a thing by its code."
    ),
    "import_zip_broken": _l("This ZIP cannot be opened. Pack the photos anew."),
    "import_zip_big": _l(
        "Unpacked, this ZIP has more than %(most)s MB. Divide the table and the photos."
    ),
    "import_zip_locked": _l("This ZIP has a password. Pack the photos without one."),
    "import_zip_path": _l(
        "«%(name)s» lies in a folder. Pack the photos themselves, without folders."
    ),
    "import_zip_twice": _l(
        "The ZIP has two photos of the name «%(name)s». Rename one of them."
    ),
    "import_shop_closed": _l("The shop is closed for now. Ask at your Lab."),
    "import_odd_cells": _l(
        "This row has more cells than the head. Put texts with separators into quotation "
        "marks."
    ),
    "import_odd_letter": _l("There is a letter here nobody can read. Write it anew."),
    "import_long": _l("This is too long. Write at most %(most)s letters."),
    "import_code": _l("Write a code: your own number of this thing."),
    "import_code_twice": _l(
        "Row %(first)s has the same code. Give this thing another one."
    ),
    "import_category": _l("Write the section, for example as in the sample."),
    "import_category_unknown": _l(
        "There is no section «%(value)s». Take a name of the list on the import page."
    ),
    "import_service": _l(
        "«%(value)s» is for services. Add a service on its own page, and take this row out."
    ),
    "import_name_unknown": _l(
        "We do not know «%(value)s». Take a name of the list on the import page, or leave "
        "it out."
    ),
    "import_range": _l("Write a whole number from %(least)s to %(most)s."),
    "import_mode": _l(
        "We do not know «%(value)s». Write counted, one_off or made_to_order."
    ),
    "import_file": _l(
        "A file does not fit into a table. Add it on the page of a thing."
    ),
    "import_size": _l("Write up to three numbers in cm, like 120 × 80 × 2."),
    "import_yes": _l("«%(value)s» is neither yes nor no. Write one of them."),
    "import_photo_missing": _l(
        "This photo is not in the ZIP. Put it in, or take its name out of the table."
    ),
    # photos
    "media_not_found": _l("There is nothing at this address. Try the search."),
    "media_away": _l("Photos cannot be reached just now. Try again in a minute."),
    "photo_empty": _l("The photo is empty. Choose it again."),
    "photo_too_many_bytes": _l(
        "This file has %(mb)s MB; the limit is %(limit_mb)s MB."
    ),
    "photo_not_a_photo": _l(
        "This file (%(kind)s) is not a photo. Use JPG, PNG or WebP."
    ),
    "photo_is_video": _l("This is a video. Choose a photo."),
    "photo_heic": _l(
        "This iPhone format cannot be read here. Set Camera › Formats › Most Compatible."
    ),
    "photo_too_many_pixels": _l(
        "The picture is too large (%(width)s × %(height)s). Use the normal camera mode."
    ),
    "photo_too_small": _l(
        "The picture is too small (%(width)s × %(height)s). Take one of 600 or more."
    ),
    "photo_too_narrow": _l("The picture is too long and thin. Take a squarer one."),
    "photo_incomplete": _l("The photo did not arrive whole. Send it again."),
    "photo_damaged": _l("This photo is damaged and cannot be opened. Take another."),
    "photo_timeout": _l("We could not work on this photo. Try another."),
    "photo_too_many": _l("At most %(most)s photos here."),
    "photo_none": _l("Choose a photo first."),
    "photo_too_often": _l("At most 60 photos in an hour. Send more in %(wait)s."),
    "photo_offset": _l(
        "Some of the photo is here already. Sending goes on from there."
    ),
    "photo_words_long": _l("Write at most %(most)s letters about a photo."),
    "photo_last": _l(
        "Buyers see this photo only. Send another with «Change it» first, or pause and "
        "put the thing away."
    ),
    "photo_thing_seen": _l(
        "New photos need a look by your Lab. Send them with «Change it»; here you can put "
        "the photos in order or delete them."
    ),
    # buying
    "sold_out": _l(
        "«%(title)s» has just been sold, or there are fewer. Change the number."
    ),
    "maker_away": _l("«%(alias)s» is away just now. Come back in some days."),
    "basket_empty": _l("The basket is empty. Choose something first."),
    "basket_full": _l("At most %(most)s different things in one basket."),
    "quantity": _l("Take a number from 1 to 99."),
    "no_way_to_pay": _l("Nothing can be paid here yet. Ask at the Lab."),
    "provider_away": _l(
        "The payment service does not answer just now. Try again in a minute: you will "
        "not pay twice."
    ),
    "provider_refused": _l(
        "The payment service does not do this. Ask at the Lab what else is possible."
    ),
    "bad_event": _l("This message is not from the payment service. Nothing was done."),
    "placed_already": _l(
        "This order was placed with the answers before. To change them, write to the Lab."
    ),
    "address_needed": _l("Write the address for the parcel."),
    "country": _l("Choose a country of the list."),
    "country_changed": _l(
        "You have chosen another country. Look at the prices, then order."
    ),
    "way_needed": _l("Choose how it comes: «%(alias)s»."),
    "way_gone": _l("«%(alias)s» is no longer sent that way. Choose another one."),
    "delivery_dearer": _l(
        "Sending costs more now than this page has said. Look at the new price, then "
        "order."
    ),
    "parcel_heavy": _l(
        "What you buy from «%(alias)s» is too heavy for one parcel. Ask the Lab, or pick "
        "it up."
    ),
    "parcel_nowhere": _l(
        "«%(alias)s» is not sent to this country. Choose another way or country."
    ),
    "maker_stays_home": _l(
        "«%(alias)s» cannot send abroad. Choose Kyrgyzstan or pick it up."
    ),
    "thing_stays_home": _l(
        "Not all of «%(alias)s» may leave the country. Choose Kyrgyzstan or pick it up."
    ),
    # what sending costs, rates, taxes
    "choose_one": _l("Choose one of the list"),
    "band_weight": _l("Write a weight of up to %(most)s kg, for example 0.5 or 2."),
    "band_price": _l("Write what it costs in som; 0 is for free."),
    "band_days": _l("Write whole days up to %(most)s, the fewer ones first."),
    "parcel_of_lab": _l("A parcel through the Lab costs the same for all its shops."),
    "rate_twice": _l(
        "There is a price for this way, country and weight. Delete it first."
    ),
    "rates_full": _l("At most %(most)s prices for one Lab. Delete some first."),
    "currency": _l("We show USD, EUR, RUB and KZT. Choose one of them."),
    "rate_words": _l("Write the rate in digits, for example 87.4512."),
    "rate_range": _l("This rate cannot be right. Look at it again."),
    "rate_day": _l("Choose a day of the last year, or at most five days on."),
    "rate_frozen": _l(
        "This day is over and has another rate: orders show it. It stays."
    ),
    "rates_file": _l(
        "This is not the daily file of the National Bank. Download it again."
    ),
    "rates_none": _l("There is no rate of USD, EUR, RUB or KZT in this file."),
    "tin_words": _l("A tax number has %(number)s digits. Look at it again."),
    "patent_day": _l("Choose the last day of your patent."),
    **MONEY,
    **TALK,
}
# Said instead where a fact is not known.
BARE: dict[str, Any] = {
    "photo_not_a_photo": _l("This file is not a photo. Use JPG, PNG or WebP."),
}


def words_of(code: str) -> str:
    """Return the words of an error code that needs no facts."""
    return str(TEXTS.get(code, TEXTS["invalid"]))


def explain(error: MarketplaceError) -> str:
    """Return the error's text with its facts filled in."""
    if isinstance(error, TooMany):
        return _pause(error)
    text = TEXTS.get(error.code, TEXTS["invalid"])
    if "" in error.facts.values():
        text = BARE.get(error.code, text)
    facts = {name: _said(fact) for name, fact in error.facts.items()}
    return str(text) % facts if facts else str(text)


def _said(fact: Any) -> Any:
    if isinstance(fact, Money):
        return money(fact)
    return "?" if fact == "" else fact


def _pause(error: TooMany) -> str:
    """Return how long to wait after too many tries, as people say it."""
    minutes = -(-int(error.facts.get("retry_after", 300)) // 60)
    if minutes < 60:
        wait = _n("%(num)s minute", "%(num)s minutes", minutes)
    elif minutes < 23 * 60:
        hours = -(-minutes // 60)
        wait = _n("%(num)s hour", "%(num)s hours", hours)
    else:
        return str(_("Too many tries for today. Try again tomorrow."))
    if error.code == "photo_too_often":
        return str(TEXTS[error.code]) % {"wait": wait}
    return str(_("Too many tries. Try again in %(wait)s.", wait=wait))
