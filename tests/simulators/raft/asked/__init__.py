"""Tests of observations, measures and what misconceptions lead to."""
