// SPDX-License-Identifier: GPL-3.0-or-later
#include "linkfacts.h"

#include "format.h"
#include "freshness.h"
#include "linkwords.h"
#include "sourcetext.h"
#include "stateglyph.h"

#include <QCoreApplication>
#include <algorithm>

namespace alcedo::linkfacts {

using namespace std::chrono_literals;

namespace {

struct FactTr
{
    Q_DECLARE_TR_FUNCTIONS(alcedo::LinkFacts)
};

enum class Tone { Plain, Quiet, Attention };

QVariantMap fact(const QString &label, const QString &value, Tone tone = Tone::Plain)
{
    return {{QStringLiteral("label"), label},
            {QStringLiteral("value"), value},
            {QStringLiteral("tone"), int(tone)}};
}

/// What only holds while the link does.
QVariantMap timed(const LinkStatus &link, const QString &label, bool known, const QString &value)
{
    const bool up = isUp(link);
    return fact(label,
                !known ? QString(format::Absent)
                : up   ? value
                       : FactTr::tr("was %1").arg(value),
                known && up ? Tone::Plain : Tone::Quiet);
}

QString closeText(const CloseInfo &close, const Words &ours)
{
    const QString who = close.initiator == CloseInfo::Initiator::Network ? FactTr::tr("no close frame")
                        : close.initiator == CloseInfo::Initiator::Peer  ? FactTr::tr("by the server")
                                                                         : FactTr::tr("by us");
    // A peer's own words say more than its code's meaning.
    const QString reason = linkwords::closeReason(close, ours);
    const QString why = reason.isEmpty() ? linkwords::closeCode(close.code) : reason;
    QStringList parts{QString::number(close.code), why, who};
    parts.removeAll(QString());
    return parts.join(FactTr::tr(", ", "between the parts of a close"));
}

} // namespace

bool isUp(const LinkStatus &link)
{
    return link.state == LinkState::Live || link.state == LinkState::Stalled;
}

QVariantList stages(const SourceStatus &status)
{
    QVariantList list;
    const LinkStatus &link = status.link;
    for (std::size_t i = 0; i < link.stageTook.size(); ++i) {
        const auto stage = Stage(i);
        const bool failed = link.failure && link.failure->stage == stage && !isUp(link);
        // What is only looked at signs in nowhere and asks for nothing.
        const bool asked = status.dialect != QLatin1String("profile raw") ||
                           (stage != Stage::SignIn && stage != Stage::Subscribe);
        const bool passed = asked && !failed && link.stageTook[i].has_value();
        if (stage == Stage::Proxy && !failed && !passed)
            continue; // none in between
        QString took = passed  ? format::latency(*link.stageTook[i])
                       : asked ? QString()
                               : FactTr::tr("not asked");
        if (failed)
            took = link.failure->status ? QString::number(link.failure->status) : FactTr::tr("failed");
        list << QVariantMap{{QStringLiteral("name"), stageWord(stage)},
                            {QStringLiteral("took"), took},
                            {QStringLiteral("mark"), failed   ? int(freshness::Failed)
                                                     : passed ? int(StateGlyph::Check)
                                                              : int(StateGlyph::Dash)},
                            {QStringLiteral("passed"), passed},
                            {QStringLiteral("failed"), failed}};
    }
    return list;
}

QVariantList session(const LinkStatus &link)
{
    const bool had = link.lastUp.count() > 0 && link.lastDown > link.lastUp;
    return {link.lastClose ? fact(FactTr::tr("Last close"), closeText(*link.lastClose, link.lastCloseWhy))
                           : fact(FactTr::tr("Last close"), QString(format::Absent), Tone::Quiet),
            fact(FactTr::tr("Session before"),
                 had ? QStringLiteral("%1 \u2013 %2 (%3)")
                           .arg(format::clockTime(link.lastUp), format::clockTime(link.lastDown),
                                format::duration(link.lastDown - link.lastUp))
                     : QString(format::Absent),
                 had ? Tone::Plain : Tone::Quiet)};
}

QVariantList figures(const SourceStatus &status)
{
    const LinkStatus &link = status.link;
    QString offset;
    if (status.clockOffset)
        offset = format::signedNumber(double(status.clockOffset->count()), 0) + FactTr::tr(" ms");
    const double median = std::chrono::duration<double, std::milli>(status.arrivalToStoreP50).count();
    const QString half = status.arrivalToStoreP99 < 1s ? format::number(median, median < 0.95 ? 1 : 0)
                                                       : format::latency(status.arrivalToStoreP50);
    const QString paths = QStringLiteral("%1 / %2").arg(half, format::latency(status.arrivalToStoreP99));
    return {timed(link, FactTr::tr("Round trip"), link.roundTrip.has_value(),
                  link.roundTrip ? format::latency(*link.roundTrip) : QString()),
            timed(link, FactTr::tr("Store p50/p99"), status.arrivalToStoreP99.count() > 0, paths),
            fact(FactTr::tr("Messages"),
                 format::messageRate(link.messagesPerSecond > 0 ? link.messagesPerSecond
                                                                : status.recordsPerSecond)),
            fact(FactTr::tr("Recovered"), format::count(status.recovered)),
            fact(FactTr::tr("Bytes"), format::byteRate(link.bytesPerSecond)),
            fact(FactTr::tr("Lost"), format::count(status.lost), status.lost ? Tone::Attention : Tone::Plain),
            timed(link, FactTr::tr("Clock offset"), status.clockOffset.has_value(), offset),
            fact(FactTr::tr("Conflated"), format::count(status.conflated)),
            fact(FactTr::tr("Records"), format::count(status.records)),
            fact(FactTr::tr("Not mapped"), format::count(status.unmapped),
                 status.unmapped ? Tone::Attention : Tone::Plain)};
}

} // namespace alcedo::linkfacts
