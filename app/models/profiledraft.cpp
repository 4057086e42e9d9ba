// SPDX-License-Identifier: GPL-3.0-or-later
#include "profiledraft.h"

#include "wording.h"

#include <alcedo/feed/feedprofile.h>

namespace alcedo {

namespace {
constexpr qsizetype MaxProblem = 300; // characters
}

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
    m_fault.reset();
    m_routes = 0;
    m_isTooLong = m_text.size() > MaxChars;
    if (m_isTooLong)
        return;
    const QByteArray json = m_text.toUtf8();
    if (const auto profile = FeedProfile::parse(json, {}))
        m_routes = int(profile->routes.size());
    else
        m_fault = ProfileFault::of(json);
}

QString ProfileDraft::problem() const
{
    if (m_isTooLong)
        return tr("too long for a profile");
    return m_fault ? worded(m_fault->words).left(MaxProblem) : QString();
}

int ProfileDraft::problemPosition() const
{
    if (!m_fault)
        return -1;
    qsizetype at = 0;
    for (int line = 1; line < m_fault->line; ++line) {
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
    if (m_fault)
        return worded(*m_fault).left(MaxProblem);
    if (m_isTooLong)
        return problem();
    return m_routes == 1 ? tr("reads as a profile of 1 route")
                         : tr("reads as a profile of %1 routes").arg(m_routes);
}

} // namespace alcedo
