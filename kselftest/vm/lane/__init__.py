# SPDX-License-Identifier: GPL-2.0-or-later
"""Boots test guests and reads what their tests say. See ../run."""
