// SPDX-License-Identifier: MIT
#include <alcedo/server/httproutes.h>

#include <alcedo/wire/jsoncodec.h>

namespace alcedo {

namespace {

/// One family in the Prometheus text format, version 0.0.4.
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

} // namespace

HttpRoutes::HttpRoutes(Broker &broker, const ServerTotals &totals, Listener::HttpHandler fallback)
    : m_broker(broker)
    , m_totals(totals)
    , m_fallback(std::move(fallback))
{
}

HttpResponse HttpRoutes::operator()(const HttpRequest &request) const
{
    const QByteArray path = request.path();
    const bool own = path == "/healthz" || path == "/channels" || path == "/metrics";
    if (!own)
        return m_fallback ? m_fallback(request)
                          : HttpResponse{404, "not found\n", "text/plain; charset=utf-8", {}};
    if (request.method != "GET" && request.method != "HEAD")
        return {405, "GET only\n", "text/plain; charset=utf-8", {{"Allow", "GET, HEAD"}}};
    if (path == "/channels")
        return channels();
    if (path == "/metrics")
        return metrics();
    return {200, "ok\n", "text/plain; charset=utf-8", {{"Cache-Control", "no-store"}}};
}

HttpResponse HttpRoutes::channels() const
{
    wire::ChannelsResult result;
    for (const ChannelSummary &summary : m_broker.channels({}))
        result.channels.push_back({summary.channel, summary.schema, summary.subscribers, summary.rate});
    return {200, JsonCodec::toJson(result) + '\n', "application/json", {{"Cache-Control", "no-store"}}};
}

HttpResponse HttpRoutes::metrics() const
{
    const Broker::Counters broker = m_broker.counters();
    const Metric all[] = {
        {"alcedo_sessions", "gauge", "Open sessions.", m_totals.sessions},
        {"alcedo_sessions_total", "counter", "Sessions since start.", m_totals.sessionsTotal},
        {"alcedo_subscriptions", "gauge", "Open subscriptions.", m_totals.subscriptions},
        {"alcedo_sessions_behind", "gauge", "Open sessions for whose reader much is waiting.",
         m_totals.behind},
        {"alcedo_requests_total", "counter", "Requests received.", m_totals.requests},
        {"alcedo_errors_total", "counter", "Requests answered with an error.", m_totals.errors},
        {"alcedo_received_bytes_total", "counter", "Payload bytes received.", m_totals.bytesIn},
        {"alcedo_sent_bytes_total", "counter", "Payload bytes sent.", m_totals.bytesOut},
        {"alcedo_deliveries_total", "counter", "Publications sent to subscriptions.", m_totals.deliveries},
        {"alcedo_conflated_total", "counter", "Publications replaced by a newer one of their key.",
         m_totals.conflated},
        {"alcedo_lost_total", "counter", "Publications that subscriptions were told lost.", m_totals.lost},
        {"alcedo_slow_closed_total", "counter", "Sessions ended because they read too slowly.",
         m_totals.slowClosed},
        {"alcedo_worker_overflows_total", "counter", "Channels that a worker had to read from the history.",
         m_totals.overflows},
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
    };
    HttpResponse response;
    response.contentType = "text/plain; version=0.0.4; charset=utf-8";
    for (const Metric &metric : all)
        writeMetric(response.body, metric);
    return response;
}

} // namespace alcedo
