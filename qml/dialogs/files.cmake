# SPDX-License-Identifier: GPL-3.0-or-later
set(dialogs_files
)
