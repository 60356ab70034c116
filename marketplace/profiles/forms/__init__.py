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
from marketplace.profiles.forms.shop import AwayForm, ShopForm, Ticks

__all__ = [
    "ApplyForm",
    "AwayForm",
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
    "ShopForm",
    "SignInForm",
    "SignUpForm",
    "Ticks",
    "answer_form",
]
