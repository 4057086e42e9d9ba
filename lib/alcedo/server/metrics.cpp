// SPDX-License-Identifier: MIT
#include <alcedo/server/metrics.h>

#include <initializer_list>

namespace alcedo {

namespace {

/// One family.
struct Metric
{
    const char *name;
    const char *type;
    const char *help;
    quint64 value;
};

void writeMetric(QByteArray &out, const Metric &metric)
{
    out += QByteArray("# HELP ") + metric.name + ' ' + metric.help + "\n# TYPE " + metric.name + ' ' +
           metric.type + '\n' + metric.name + ' ' + QByteArray::number(metric.value) + '\n';
}

void writeMetrics(QByteArray &out, std::initializer_list<Metric> metrics)
{
    for (const Metric &metric : metrics)
        writeMetric(out, metric);
}

void writeSessions(QByteArray &out, const ServerTotals &totals)
{
    writeMetrics(
        out,
        {
            {"alcedo_sessions", "gauge", "Open sessions.", totals.sessions},
            {"alcedo_sessions_total", "counter", "Sessions since start.", totals.sessionsTotal},
            {"alcedo_subscriptions", "gauge", "Open subscriptions.", totals.subscriptions},
            {"alcedo_sessions_behind", "gauge", "Open sessions for whose reader much is waiting.",
             totals.behind},
            {"alcedo_requests_total", "counter", "Requests received.", totals.requests},
            {"alcedo_errors_total", "counter", "Requests answered with an error.", totals.errors},
            {"alcedo_received_bytes_total", "counter", "Payload bytes received.", totals.bytesIn},
            {"alcedo_sent_bytes_total", "counter", "Payload bytes sent.", totals.bytesOut},
            {"alcedo_deliveries_total", "counter", "Publications sent to subscriptions.", totals.deliveries},
            {"alcedo_conflated_total", "counter", "Publications replaced by a newer one of their key.",
             totals.conflated},
            {"alcedo_lost_total", "counter", "Publications that subscriptions were told lost.", totals.lost},
            {"alcedo_slow_closed_total", "counter", "Sessions ended because they read too slowly.",
             totals.slowClosed},
            {"alcedo_worker_overflows_total", "counter",
             "Channels that a worker had to read from the history.", totals.overflows},
        });
}

void writeChannels(QByteArray &out, const Broker::Counters &broker)
{
    writeMetrics(
        out,
        {
            {"alcedo_channels", "gauge", "Channels.", broker.channels},
            {"alcedo_publications_total", "counter", "Publications accepted.", broker.publications},
            {"alcedo_publications_repeated_total", "counter", "Publications with a known idempotency key.",
             broker.repeated},
            {"alcedo_history_publications", "gauge", "Publications held in the history.", broker.held},
            {"alcedo_history_bytes", "gauge", "Bytes held in the history.", broker.heldBytes},
            {"alcedo_snapshot_keys", "gauge", "Keys held in the snapshots.", broker.keys},
            {"alcedo_snapshot_bytes", "gauge", "Bytes held in the snapshots.", broker.keyBytes},
            {"alcedo_history_dropped_count_total", "counter", "Let go of for a channel's history size.",
             broker.droppedByCount},
            {"alcedo_history_dropped_age_total", "counter", "Let go of for their age.", broker.droppedByAge},
            {"alcedo_history_dropped_bytes_total", "counter", "Let go of for the byte bound.",
             broker.droppedByBytes},
            {"alcedo_snapshot_dropped_total", "counter", "Keys let go of for the byte bound.",
             broker.droppedKeys},
        });
}

void writeRefusals(QByteArray &out, const Doorkeeper::Counters &door)
{
    writeMetrics(
        out, {
                 {"alcedo_connections_refused_total", "counter",
                  "Connections beyond a bound of their address.", door.connectionsRefused},
                 {"alcedo_handshakes_refused_total", "counter",
                  "HTTP requests and upgrades that came too often.", door.handshakesRefused},
                 {"alcedo_messages_refused_total", "counter", "Messages that came too often.",
                  door.messagesRefused},
                 {"alcedo_tokens_refused_total", "counter", "Tokens that open nothing.", door.tokensRefused},
             });
}

} // namespace

QByteArray metricsText(const ServerTotals &totals, const Broker::Counters &broker,
                       const Doorkeeper::Counters &door)
{
    QByteArray text;
    writeSessions(text, totals);
    writeChannels(text, broker);
    writeRefusals(text, door);
    return text;
}

} // namespace alcedo
