"""Basket, checkout, orders, payments, and what a seller has earned."""
