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
from marketplace.profiles.forms.desk import (
    AccountForm,
    ConsentForm,
    HelpForm,
    ItemForm,
    LabForm,
    LogForm,
    NetworkLabForm,
    RecoverForm,
    RecoveryForm,
    ReplyForm,
    StaffForm,
)
from marketplace.profiles.forms.shop import AwayForm, ShopForm, Ticks
from marketplace.profiles.forms.taxes import TaxForm

__all__ = [
    "AccountForm",
    "ApplyForm",
    "AwayForm",
    "CodeForm",
    "ConfirmForm",
    "ConsentForm",
    "DecisionForm",
    "EmailForm",
    "ForgotForm",
    "HelpForm",
    "ItemForm",
    "LabForm",
    "LogForm",
    "NameForm",
    "NetworkLabForm",
    "NewPasswordForm",
    "NoticesForm",
    "PhoneForm",
    "ReasonForm",
    "RecoverForm",
    "RecoveryForm",
    "ReplyForm",
    "ShopForm",
    "SignInForm",
    "SignUpForm",
    "StaffForm",
    "TaxForm",
    "Ticks",
    "answer_form",
]
