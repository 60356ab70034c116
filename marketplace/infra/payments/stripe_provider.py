"""Cards through Stripe's own page (Checkout Sessions); payments.md §1.3, §5.6."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TypeVar

import stripe
from stripe.checkout import Session

from marketplace import clock
from marketplace.errors import MarketplaceError, NotFound
from marketplace.infra.payments import stripe_params, stripe_reading
from marketplace.infra.payments.port import (
    BadEventError,
    Event,
    Movement,
    PaymentRequest,
    ProviderAwayError,
    ProviderPayment,
    ProviderRefund,
    ProviderRefusedError,
    RefundRequest,
    Started,
)
from marketplace.infra.payments.stripe_http import LIMIT, RETRIES, TimedClient

log = logging.getLogger(__name__)
# Stripe forgets a key after a day or later: from then on we look before we create.
KEYS_LAST = timedelta(hours=23)
CLOCKS = timedelta(minutes=5)  # how far its clock and ours may be apart
TOLERANCE = 300  # seconds a webhook may be old; 0 would switch the check off
PAGE = 100
TRUTH = ["payment_intent.latest_charge.balance_transaction"]
LIVE = ("sk_live_", "rk_live_")
# What a thing that Stripe names is, by the letters its name begins with.
CHARGES, REFUNDS, DISPUTES = ("ch_", "py_"), ("re_", "pyr_"), ("dp_", "du_")
Found = TypeVar("Found", Session, stripe.Refund)


class StripeProvider:
    """Sends buyers to Stripe and asks Stripe what became of it.

    Each call ends within `seconds`, whatever Stripe does.
    """

    code = "stripe"
    by_hand = False

    def __init__(
        self,
        key: str,
        *,
        base_url: str,
        webhook_secrets: Sequence[str] = (),
        api_base: str = "",
        currency: str = "KGS",
        seconds: float = LIMIT,
    ) -> None:
        """Use this account; `base_url` is ours, `api_base` a test server of Stripe's."""
        stripe.enable_telemetry = False
        logging.getLogger("stripe").setLevel(logging.WARNING)  # not each request
        self.currencies: tuple[str, ...] = (currency,)
        self._live = key.startswith(LIVE)
        self._base_url = base_url.rstrip("/")
        self._secrets = tuple(webhook_secrets)
        self._http = TimedClient(seconds)
        client = stripe.StripeClient(
            key,
            base_addresses={"api": api_base.rstrip("/")} if api_base else None,
            max_network_retries=RETRIES,
            http_client=self._http,
        )
        self._client, self._api = client, client.v1

    def start(self, request: PaymentRequest) -> Started:
        """Open a Checkout Session, or find the one this key has opened.

        Raises ProviderRefusedError for a currency or a sum Stripe does not take.
        """
        if request.amount.currency not in self.currencies:
            raise ProviderRefusedError
        with self._asking():
            found = self._session_again(request) or self._open(request)
        return Started(found.id, found.url or "")

    def fetch(self, reference: str) -> ProviderPayment:
        """Ask for the present truth; NotFound for a session Stripe does not know."""
        with self._asking():
            return self._truth(reference)

    def cancel(self, reference: str) -> ProviderPayment:
        """Close the page if it is open, and return the truth, which may be «paid»."""
        with self._asking():
            try:
                self._api.checkout.sessions.expire(reference)
            except stripe.InvalidRequestError:
                log.info("%s is open no more", reference)
            return self._truth(reference)

    def refund(self, request: RefundRequest) -> ProviderRefund:
        """Give money back once; ProviderRefusedError if it is more than is left."""
        with self._asking():
            found = self._refund_again(request) or self._give_back(request)
        return stripe_reading.refund(found)

    def fetch_refund(self, reference: str) -> ProviderRefund:
        """Ask what became of a refund."""
        with self._asking():
            return stripe_reading.refund(self._api.refunds.retrieve(reference))

    def read_event(self, body: bytes, signature: str) -> Event:
        """Check a webhook's signature, age and mode, with the new secret or the old."""
        for secret in self._secrets:
            try:
                found = self._client.construct_event(body, signature, secret, TOLERANCE)
            except stripe.SignatureVerificationError:
                continue
            except Exception:  # whoever holds the secret may still send no event
                raise BadEventError from None
            return self._read(found)
        raise BadEventError

    def find(self, about: str) -> str | None:
        """Return the session a session, intent, charge, refund or dispute is of."""
        try:
            with self._asking():
                session = self._session_of(about)
        except NotFound:
            return None
        return session.id if session and stripe_reading.key_of(session) else None

    def movements(self, since: datetime) -> Iterable[Movement]:
        """Return every line of our balance since then, oldest first."""
        with self._naming():  # each page has the time limit for itself
            pages = self._api.balance_transactions.list(
                {
                    "created": {"gte": int(since.timestamp())},
                    "limit": PAGE,
                    "expand": ["data.source"],
                }
            )
            lines = list(pages.auto_paging_iter())
        return [stripe_reading.movement(line) for line in reversed(lines)]

    def _open(self, request: PaymentRequest) -> Session:
        params = stripe_params.session(request, self._base_url)
        try:
            return self._api.checkout.sessions.create(
                params, {"idempotency_key": request.key}
            )
        except stripe.IdempotencyError:
            # A release between the two tries has changed a word of the parameters.
            found = self._session_by_key(request)
            if found is None:
                raise
            return found

    def _session_again(self, request: PaymentRequest) -> Session | None:
        return self._session_by_key(request) if _old(request.asked_at) else None

    def _session_by_key(self, request: PaymentRequest) -> Session | None:
        since = int((request.asked_at - CLOCKS).timestamp())
        pages = self._api.checkout.sessions.list(
            {"created": {"gte": since}, "limit": PAGE}
        )
        return _first(pages.auto_paging_iter(), request.key)

    def _give_back(self, request: RefundRequest) -> stripe.Refund:
        return self._api.refunds.create(
            stripe_params.refund(request), {"idempotency_key": request.key}
        )

    def _refund_again(self, request: RefundRequest) -> stripe.Refund | None:
        if not _old(request.asked_at):
            return None
        return _first(self._refunds(request.money), request.key)

    def _refunds(self, intent: str) -> Iterable[stripe.Refund]:
        pages = self._api.refunds.list({"payment_intent": intent, "limit": PAGE})
        return pages.auto_paging_iter()

    def _truth(self, reference: str) -> ProviderPayment:
        session = self._api.checkout.sessions.retrieve(reference, {"expand": TRUTH})
        intent = stripe_reading.intent_of(session)
        if intent is None or intent.status != "succeeded":
            return stripe_reading.payment(session)
        return stripe_reading.payment(
            session, self._refunds(intent.id), self._disputes(intent)
        )

    def _disputes(self, intent: stripe.PaymentIntent) -> Iterable[stripe.Dispute]:
        charge = intent.latest_charge
        if not isinstance(charge, stripe.Charge) or not charge.disputed:
            return ()
        pages = self._api.disputes.list({"payment_intent": intent.id, "limit": PAGE})
        return pages.auto_paging_iter()

    def _session_of(self, about: str) -> Session | None:
        if about.startswith("cs_"):
            return self._api.checkout.sessions.retrieve(about)
        intent = self._intent_of(about)
        if not intent:
            return None
        found = self._api.checkout.sessions.list({"payment_intent": intent, "limit": 1})
        return found.data[0] if found.data else None

    def _intent_of(self, about: str) -> str:
        if about.startswith("pi_"):
            return about
        if about.startswith(CHARGES):
            charge = self._api.charges.retrieve(about)
            return stripe_reading.name_of(charge.payment_intent)
        if about.startswith(REFUNDS):
            refund = self._api.refunds.retrieve(about)
            return stripe_reading.name_of(refund.payment_intent)
        if about.startswith(DISPUTES):
            dispute = self._api.disputes.retrieve(about)
            return stripe_reading.name_of(dispute.payment_intent)
        return ""

    def _read(self, found: stripe.Event) -> Event:
        try:
            live, event = found.livemode, stripe_reading.event(found)
        except (AttributeError, KeyError, TypeError, ValueError):
            raise BadEventError from None
        if live is not self._live:
            raise BadEventError
        return event

    @contextmanager
    def _asking(self) -> Iterator[None]:
        with self._naming(), self._http.limit():
            yield

    @contextmanager
    def _naming(self) -> Iterator[None]:
        try:
            yield
        except stripe.StripeError as error:
            raise _named(error) from error


def _old(asked_at: datetime) -> bool:
    return clock.now() - asked_at > KEYS_LAST


def _first(found: Iterable[Found], key: str) -> Found | None:
    return next((one for one in found if stripe_reading.key_of(one) == key), None)


def _named(error: stripe.StripeError) -> MarketplaceError:
    """Return our name for an error of Stripe's."""
    if isinstance(error, (stripe.AuthenticationError, stripe.PermissionError)):
        # Ours to mend: until then it is as if Stripe were away, and no payment is lost.
        log.error("Stripe does not take our key: %s", error.code)
        return ProviderAwayError()
    if isinstance(error, (stripe.InvalidRequestError, stripe.CardError)):
        log.warning("Stripe refuses: %s %s", error.http_status, error.code)
        missing = error.http_status == 404 or error.code == "resource_missing"
        return NotFound() if missing else ProviderRefusedError()
    if isinstance(error, stripe.IdempotencyError):
        log.error("Stripe knows this key with other parameters")
        return ProviderRefusedError()
    log.warning("Stripe is away: %s", type(error).__name__)
    return ProviderAwayError()
