// SPDX-License-Identifier: GPL-3.0-or-later
#include "profiledraft.h"

#include "format.h"

#include <alcedo/feed/feedprofile.h>

namespace alcedo {

void ProfileDraft::begin(const QString &text)
{
    m_first = m_text = text;
    read();
    Q_EMIT changed();
}

void ProfileDraft::setText(const QString &text)
{
    if (m_text == text)
        return;
    m_text = text;
    read();
    Q_EMIT changed();
}

void ProfileDraft::read()
{
    m_problem.clear();
    m_problemLine = m_routes = 0;
    if (m_text.size() > MaxChars) {
        m_problem = tr("too long for a profile");
        return;
    }
    const auto profile = FeedProfile::parse(m_text.toUtf8(), QStringLiteral("profile"));
    if (profile) {
        m_routes = int(profile->routes.size());
        return;
    }
    m_problemLine = profile.error().detail();
    QString words = profile.error().message();
    // The line is said beside it.
    const QString place = QStringLiteral("profile:%1: ").arg(m_problemLine);
    if (words.startsWith(place))
        words.remove(0, place.size());
    m_problem = format::harmless(words.left(300));
}

int ProfileDraft::problemPosition() const
{
    if (m_problemLine < 1)
        return -1;
    qsizetype at = 0;
    for (int line = 1; line < m_problemLine; ++line) {
        const auto end = m_text.indexOf(u'\n', at);
        if (end < 0)
            break;
        at = end + 1;
    }
    return int(at);
}

QString ProfileDraft::lineNumbers() const
{
    QString numbers;
    const auto lines = m_text.count(u'\n') + 1;
    for (qsizetype line = 1; line <= lines; ++line)
        numbers += QString::number(line) + (line < lines ? QStringLiteral("\n") : QString());
    return numbers;
}

QString ProfileDraft::summary() const
{
    if (m_problem.isEmpty())
        return m_routes == 1 ? tr("reads as a profile of 1 route")
                             : tr("reads as a profile of %1 routes").arg(m_routes);
    return m_problemLine > 0 ? tr("line %1: %2").arg(QString::number(m_problemLine), m_problem) : m_problem;
}

} // namespace alcedo
