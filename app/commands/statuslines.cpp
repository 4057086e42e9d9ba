// SPDX-License-Identifier: GPL-3.0-or-later
#include <commands/statuslines.h>

#include <alcedo/wire/jsonwriter.h>

#include <QMetaEnum>
#include <QQuickItem>
#include <QQuickWindow>
#include <cstdio>

namespace alcedo {

namespace {

using namespace std::chrono_literals;
constexpr auto CountsEvery = 1s;

QString stateWordOf(int state)
{
    return QString::fromLatin1(QMetaEnum::fromType<freshness::State>().valueToKey(state)).toLower();
}

JsonWriter &begin(JsonWriter &writer, Clock &clock)
{
    return writer.beginObject().key("t_ms").number(std::int64_t(clock.wall() / 1ms));
}

void print(QByteArray line)
{
    line.append('\n');
    std::fwrite(line.constData(), 1, std::size_t(line.size()), stdout);
    std::fflush(stdout);
}

} // namespace

StatusLines::StatusLines(Dashboard &dashboard, QQuickWindow &window)
    : m_dashboard(dashboard)
{
    std::map<QString, int> named;
    findPanels(*window.contentItem(), named);
    connect(&dashboard.pipeline(), &Pipeline::statusChanged, this, &StatusLines::tellSource);
    for (const SourceStatus &status : dashboard.pipeline().statuses())
        tellSource(status);
    connect(&dashboard.time(), &TimeView::changed, this, &StatusLines::tellRecording);
    tellRecording();
}

void StatusLines::tellRecording()
{
    const TimeView &time = m_dashboard.time();
    std::pair<bool, QString> shown(time.isRecording(), time.trouble());
    if (m_recording == shown)
        return;
    QByteArray line;
    JsonWriter writer(line);
    begin(writer, m_dashboard.clock())
        .key("recording")
        .boolean(shown.first && shown.second.isEmpty())
        .key("text")
        .text(shown.second)
        .endObject();
    print(line);
    m_recording = std::move(shown);
}

void StatusLines::findPanels(const QQuickItem &item, std::map<QString, int> &named)
{
    for (PanelFreshness *panel : item.findChildren<PanelFreshness *>(QString(), Qt::FindDirectChildrenOnly)) {
        QString name = panel->objectName();
        if (const int earlier = named[name]++; earlier > 0)
            name += QStringLiteral(" %1").arg(earlier + 1);
        connect(panel, &PanelFreshness::changed, this, [this, panel, name] { tellPanel(name, *panel); });
        tellPanel(name, *panel);
    }
    for (const QQuickItem *child : item.childItems())
        findPanels(*child, named);
}

void StatusLines::tellPanel(const QString &name, const PanelFreshness &panel)
{
    std::pair<int, QString> shown(panel.state(), panel.text());
    if (const auto told = m_panels.find(&panel); told != m_panels.end() && told->second == shown)
        return;
    QByteArray line;
    JsonWriter writer(line);
    begin(writer, m_dashboard.clock())
        .key("panel")
        .text(name)
        .key("state")
        .text(stateWordOf(shown.first))
        .key("text")
        .text(shown.second);
    writer.key("source");
    const SourceStatus *source = m_dashboard.sources().status(panel.gravestSource());
    source ? writer.text(source->name) : writer.null();
    writer.endObject();
    print(line);
    m_panels[&panel] = std::move(shown);
}

void StatusLines::tellSource(const SourceStatus &status)
{
    const LinkStatus &link = status.link;
    const int state = m_dashboard.sources().freshness(status.id);
    const int close = link.lastClose ? link.lastClose->code : 0;
    Told next{{state, int(link.state), link.attempt, link.nextTryAt, close, status.recovered, status.lost},
              status.records,
              m_dashboard.clock().steady()};
    if (const auto told = m_sources.find(status.id);
        told != m_sources.end() && told->second.shown == next.shown) {
        if (told->second.records == next.records || next.at - told->second.at < CountsEvery)
            return;
    }
    QByteArray line;
    JsonWriter writer(line);
    begin(writer, m_dashboard.clock()).key("source").text(status.name).key("state").text(stateWordOf(state));
    writer.key("link").text(linkStateName(link.state)).key("attempt").number(link.attempt).key("next_try_ms");
    link.nextTryAt ? writer.number(std::int64_t((*link.nextTryAt - next.at) / 1ms)) : writer.null();
    writer.key("close");
    link.lastClose ? writer.number(close) : writer.null();
    writer.key("failure");
    link.failure ? writer.text(link.failure->message.text()) : writer.null();
    writer.key("records")
        .number(std::uint64_t(status.records))
        .key("recovered")
        .number(std::uint64_t(status.recovered))
        .key("lost")
        .number(std::uint64_t(status.lost));
    writer.key("conflated")
        .number(std::uint64_t(status.conflated))
        .key("unmapped")
        .number(std::uint64_t(status.unmapped))
        .endObject();
    print(line);
    m_sources[status.id] = std::move(next);
}

} // namespace alcedo
