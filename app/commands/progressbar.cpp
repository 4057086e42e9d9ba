// SPDX-License-Identifier: GPL-3.0-or-later
#include <commands/progressbar.h>

#include <algorithm>
#include <cstdio>
#include <unistd.h>

namespace alcedo {

using namespace std::chrono_literals;

ProgressBar::ProgressBar()
    : m_isTerminal(isatty(STDERR_FILENO))
{
}

ProgressBar::~ProgressBar()
{
    if (m_isShown)
        std::fputs("\n", stderr);
}

void ProgressBar::show(double part, const QString &words)
{
    const auto now = std::chrono::steady_clock::now();
    if (!m_isTerminal || (m_isShown && now - m_shownAt < 200ms))
        return;
    m_shownAt = now;
    m_isShown = true;
    constexpr int Width = 30;
    const double bounded = std::clamp(part, 0.0, 1.0);
    std::fprintf(stderr, "\r[%-*.*s] %3d %% %s ", Width, int(bounded * Width),
                 "##############################", int(bounded * 100), qUtf8Printable(words));
}

} // namespace alcedo
