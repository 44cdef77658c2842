#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# No fault of its own: what leaked before it must be told.
