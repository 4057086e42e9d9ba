// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <alcedo/feed/source.h>

#include <QVariantList>

/// What the connection panel lists of a source, in the language of the day. A fact is a map: label, value,
/// tone (0 plain, 1 quiet, 2 attention). Pure. Thread: GUI.
namespace alcedo::linkfacts {

/// Whether the link stands, silent or not.
[[nodiscard]] bool isUp(const LinkStatus &link);
/// One map a stage: name, took, mark (a StateGlyph shape), passed, failed.
[[nodiscard]] QVariantList stages(const SourceStatus &status);
/// How the link ended last, and when it stood before that.
[[nodiscard]] QVariantList session(const LinkStatus &link);
/// Rates, delays and counts. What is measured over a link that is down reads "was ...".
[[nodiscard]] QVariantList figures(const SourceStatus &status);

} // namespace alcedo::linkfacts
