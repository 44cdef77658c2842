#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A test that passes but does not clean up.
ip netns add forgotten
