#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A test whose last command fails.
echo the words of a failure
false
