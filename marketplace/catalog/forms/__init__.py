"""Fields and input checks of the pages about things."""

from marketplace.catalog.forms.collections import CollectionForm, PutInForm
from marketplace.catalog.forms.fields import AmountField, PriceField
from marketplace.catalog.forms.looks import (
    AskForm,
    CategoryForm,
    ChangeForm,
    LabelForm,
    LookForm,
    PatternForm,
    TermForm,
    WordForm,
)
from marketplace.catalog.forms.pricing import CostsForm, costs_data
from marketplace.catalog.forms.services import ServiceForm, service_data
from marketplace.catalog.forms.sizes import OptionsForm, UnitsTable, options_data
from marketplace.catalog.forms.things import ThingForm, thing_data

__all__ = [
    "AmountField",
    "AskForm",
    "CategoryForm",
    "ChangeForm",
    "CollectionForm",
    "CostsForm",
    "LabelForm",
    "LookForm",
    "OptionsForm",
    "PatternForm",
    "PriceField",
    "PutInForm",
    "ServiceForm",
    "TermForm",
    "ThingForm",
    "UnitsTable",
    "WordForm",
    "costs_data",
    "options_data",
    "service_data",
    "thing_data",
]
