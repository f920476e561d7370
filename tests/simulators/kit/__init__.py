"""Tests of the parts that simulators are built of."""
