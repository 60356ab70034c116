"""Fields and input checks of the pages about people."""

from marketplace.profiles.forms.account import (
    CodeForm,
    ConfirmForm,
    EmailForm,
    ForgotForm,
    NameForm,
    NewPasswordForm,
    NoticesForm,
    PhoneForm,
    SignInForm,
    SignUpForm,
)
from marketplace.profiles.forms.apply import (
    ApplyForm,
    DecisionForm,
    ReasonForm,
    answer_form,
)

__all__ = [
    "ApplyForm",
    "CodeForm",
    "ConfirmForm",
    "DecisionForm",
    "EmailForm",
    "ForgotForm",
    "NameForm",
    "NewPasswordForm",
    "NoticesForm",
    "PhoneForm",
    "ReasonForm",
    "SignInForm",
    "SignUpForm",
    "answer_form",
]
