// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <chrono>

namespace alcedo {

/// How far long work is, on stderr where that is a terminal: a bar, a percentage and some words, five times a
/// second at most. Thread: one at a time.
class ProgressBar
{
public:
    ProgressBar();
    /// Leaves the line as it stands.
    ~ProgressBar();
    ProgressBar(const ProgressBar &) = delete;
    ProgressBar &operator=(const ProgressBar &) = delete;
    /// part: 0 to 1.
    void show(double part, const QString &words);

private:
    std::chrono::steady_clock::time_point m_shownAt{};
    bool m_isTerminal = false, m_isShown = false;
};

} // namespace alcedo
