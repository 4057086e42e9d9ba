// SPDX-License-Identifier: GPL-3.0-or-later
#include "timemarks.h"

#include <alcedo/series/store.h>

namespace alcedo {

void TimeMarks::take(const Snapshot &snapshot)
{
    for (const auto &gaps : snapshot.gaps) {
        if (!gaps)
            continue;
        for (const Gap &gap : *gaps)
            add(gap.fromNs, Mark::Kind::Trouble);
    }
    if (snapshot.matches) {
        for (const MatchState &match : *snapshot.matches)
            add(match.scoreChangedNs, Mark::Kind::Event);
    }
    if (snapshot.news) {
        for (const NewsItem &item : *snapshot.news) {
            if (item.severity == QLatin1String("urgent"))
                add(item.timeNs, Mark::Kind::Event);
        }
    }
}

void TimeMarks::add(qint64 timeNs, Mark::Kind kind)
{
    if (timeNs <= 0) // never
        return;
    m_marks.insert({timeNs, kind});
    if (m_marks.size() > MaxMarks)
        m_marks.erase(m_marks.begin());
}

} // namespace alcedo
