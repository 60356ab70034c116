"""Phones and e-mail addresses: read, written in one form, shown half."""

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from marketplace.errors import Invalid


def contact(text: str) -> tuple[str | None, str | None]:
    """Read «phone or e-mail» into (phone, email); Invalid("contact_words") if neither.

    Local forms are taken as Kyrgyz numbers: «0555 12 34 56», «555123456».
    """
    if "@" in text:
        return None, email(text)
    return phone(text), None


def email(text: str, field: str = "contact") -> str:
    """Return the address in lower case; Invalid if it is none.

    The code is "contact_words" where a phone would do, too, else "email_words".
    """
    try:
        found = validate_email(
            text.strip(), check_deliverability=False, test_environment=True
        )
    except EmailNotValidError:
        code = "contact_words" if field == "contact" else "email_words"
        raise Invalid(code, field=field) from None
    return found.normalized.lower()


def phone(text: str, field: str = "contact") -> str:
    """Return the number in E.164; Invalid if it is none.

    The code is "contact_words" where an address would do, too, else "phone_words".
    """
    code = "contact_words" if field == "contact" else "phone_words"
    try:
        number = phonenumbers.parse(text, "KG")
    except phonenumbers.NumberParseException:
        raise Invalid(code, field=field) from None
    if not phonenumbers.is_valid_number(number) or number.extension:
        raise Invalid(code, field=field)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def contact_key(text: str) -> str:
    """Return one key for all ways of writing a contact, or its tries add up apart."""
    try:
        return "".join(filter(None, contact(text)))
    except Invalid:
        return text.strip().casefold()[:120]


def masked(value: str | None) -> str:
    """Return a contact that says which one it is and no more: «+996 ··· 56», «a···@…»."""
    if not value:
        return ""
    if "@" in value:
        name, _, host = value.partition("@")
        return f"{name[:1]}···@{host[:1]}···"
    return f"{value[:4]} ··· {value[-2:]}"
