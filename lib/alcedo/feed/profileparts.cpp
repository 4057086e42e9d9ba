// SPDX-License-Identifier: MIT
// What a profile says, part by part. The order of members is free, but "record" is read before what depends
// on it.
#include <alcedo/feed/profilereader.h>

namespace alcedo {

void ProfileReader::root(FeedProfile &profile)
{
    object(0, QStringLiteral("a profile"),
           {
               {"profile",
                [&](Node n) {
                    (void)integer(n, QStringLiteral("profile"), FeedProfile::Version, FeedProfile::Version);
                },
                true},
               {"name", [&](Node n) { profile.name = text(n, QStringLiteral("name")); }, true},
               {"title", [&](Node n) { profile.title = text(n, QStringLiteral("title")); }},
               {"endpoints", [&](Node n) { profile.endpoints = textOrTexts(n, QStringLiteral("endpoints")); },
                true},
               {"hosts", [&](Node n) { profile.hosts = textOrTexts(n, QStringLiteral("hosts")); }},
               {"params",
                [&](Node n) {
                    if (m_tape[n].type != Type::Object)
                        return fail(n, QStringLiteral("params must be an object"));
                    for (Node child = n + 1; child < m_tape[n].next && !failed(); child = m_tape[child].next)
                        profile.params.insert(
                            QString::fromUtf8(m_tape[child].key.data(), qsizetype(m_tape[child].key.size())),
                            param(child));
                }},
               {"subscribe", [&](Node n) { profile.subscribe = request(n); }},
               {"unsubscribe", [&](Node n) { profile.unsubscribe = request(n); }},
               {"keepalive", [&](Node n) { keepalive(n, profile); }},
               {"silence", [&](Node n) { profile.silence = duration(n, QStringLiteral("silence")); }},
               {"max_age", [&](Node n) { profile.maxAge = duration(n, QStringLiteral("max_age")); }},
               {"rate", [&](Node n) { rate(n, profile); }},
               {"max_message",
                [&](Node n) {
                    profile.maxMessageBytes = integer(n, QStringLiteral("max_message"), 1024, 64 << 20);
                }},
               {"unwrap",
                [&](Node n) {
                    profile.unwrap = path(n);
                    profile.hasUnwrap = true;
                }},
               {"routes",
                [&](Node n) {
                    elements(n, QStringLiteral("routes"),
                             [&](Node child) { profile.routes.push_back(route(child)); });
                },
                true},
           });
    if (profile.title.isEmpty())
        profile.title = profile.name;
    if (profile.routes.empty())
        fail(0, QStringLiteral("a profile needs at least one route"));
}

ProfileParam ProfileReader::param(Node node)
{
    ProfileParam param;
    param.required = true;
    object(node, QStringLiteral("a parameter"),
           {
               {"title", [&](Node n) { param.title = text(n, QStringLiteral("title")); }},
               {"list", [&](Node n) { param.list = boolean(n, QStringLiteral("list")); }},
               {"secret", [&](Node n) { param.secret = boolean(n, QStringLiteral("secret")); }},
               {"default",
                [&](Node n) {
                    param.values = textOrTexts(n, QStringLiteral("default"));
                    param.required = false;
                }},
           });
    if (!param.list && param.values.size() > 1)
        fail(node, QStringLiteral("a parameter that is no list has one default"));
    return param;
}

FeedProfile::Request ProfileReader::request(Node node)
{
    FeedProfile::Request request;
    object(node, QStringLiteral("a request"),
           {
               {"send", [&](Node n) { request.send = json(n); }, true},
               {"batch",
                [&](Node n) {
                    if (m_tape[n].type != Type::Object)
                        return fail(n, QStringLiteral("batch must be an object of parameter and count"));
                    for (Node child = n + 1; child < m_tape[n].next && !failed(); child = m_tape[child].next)
                        request.batch.insert(
                            QString::fromUtf8(m_tape[child].key.data(), qsizetype(m_tape[child].key.size())),
                            int(integer(child, QStringLiteral("batch"), 1, 100'000)));
                }},
               {"ack", [&](Node n) { request.ack = conditions(n); }},
               {"refused", [&](Node n) { request.refused = conditions(n); }},
               {"refused_text", [&](Node n) { request.refusedText = paths(n); }},
           });
    return request;
}

void ProfileReader::keepalive(Node node, FeedProfile &profile)
{
    object(
        node, QStringLiteral("keepalive"),
        {
            // A plain text ("ping") goes out as it is, without quotes.
            {"send",
             [&](Node n) {
                 profile.keepalive =
                     m_tape[n].type == Type::String ? text(n, QStringLiteral("send")).toUtf8() : json(n);
             },
             true},
            {"every", [&](Node n) { profile.keepaliveEvery = duration(n, QStringLiteral("every")); }, true},
        });
}

void ProfileReader::rate(Node node, FeedProfile &profile)
{
    object(node, QStringLiteral("rate"),
           {
               {"messages",
                [&](Node n) {
                    profile.rateMessages = int(integer(n, QStringLiteral("messages"), 1, 1'000'000));
                },
                true},
               {"per", [&](Node n) { profile.ratePer = duration(n, QStringLiteral("per")); }, true},
           });
}

ProfileConditions ProfileReader::conditions(Node node)
{
    ProfileConditions all;
    if (m_tape[node].type != Type::Object) {
        fail(node, QStringLiteral("conditions must be an object of path and value"));
        return all;
    }
    for (Node child = node + 1; child < m_tape[node].next && !failed(); child = m_tape[child].next) {
        auto at =
            JsonPath::parse(QString::fromUtf8(m_tape[child].key.data(), qsizetype(m_tape[child].key.size())));
        if (!at || at->isWild()) {
            fail(child, at ? QStringLiteral("a condition's path has no *") : at.error().message());
            break;
        }
        all.emplace_back().at = std::move(at).value();
        condition(child, all.back());
    }
    return all;
}

void ProfileReader::condition(Node node, ProfileCondition &condition)
{
    const auto add = [&](Node n) {
        if (m_tape[n].type == Type::Object || m_tape[n].type == Type::Array || m_tape[n].type == Type::Null)
            fail(n, QStringLiteral("a condition compares with a text, a number, true or false"));
        condition.texts.emplace_back(m_tape[n].text);
    };
    const auto addAll = [&](Node n) {
        m_tape[n].type == Type::Array ? elements(n, QStringLiteral("a condition"), add) : add(n);
        if (condition.texts.empty())
            fail(n, QStringLiteral("a condition needs a value"));
    };
    switch (m_tape[node].type) {
    case Type::Null:
        condition.test = ProfileCondition::Test::Absent;
        return;
    case Type::Object:
        object(node, QStringLiteral("a condition"),
               {
                   {"exists",
                    [&](Node n) {
                        condition.test = boolean(n, QStringLiteral("exists"))
                                             ? ProfileCondition::Test::Exists
                                             : ProfileCondition::Test::Absent;
                    }},
                   {"starts",
                    [&](Node n) {
                        condition.test = ProfileCondition::Test::Starts;
                        addAll(n);
                    }},
               });
        return;
    default:
        addAll(node);
    }
}

ProfileValue ProfileReader::value(Node node)
{
    ProfileValue value;
    if (m_tape[node].type != Type::Object) {
        value.at = paths(node);
        return value;
    }
    object(node, QStringLiteral("a value"),
           {
               {"at", [&](Node n) { value.at = paths(n); }},
               {"const", [&](Node n) { value.constant = text(n, QStringLiteral("const")).toStdString(); }},
               {"as",
                [&](Node n) {
                    if (text(n, QStringLiteral("as")) != QLatin1String("duration"))
                        fail(n, QStringLiteral("as can be \"duration\""));
                    value.as = ProfileValue::As::Duration;
                }},
               {"values",
                [&](Node n) {
                    if (m_tape[n].type != Type::Object)
                        return fail(n, QStringLiteral("values must be an object of old and new"));
                    for (Node child = n + 1; child < m_tape[n].next && !failed(); child = m_tape[child].next)
                        value.values.emplace_back(std::string(m_tape[child].key),
                                                  text(child, QStringLiteral("values")).toStdString());
                }},
           });
    if (value.at.empty() == value.constant.empty())
        fail(node, QStringLiteral("a value needs either \"at\" or \"const\""));
    return value;
}

ProfileValue ProfileReader::timeValue(Node node)
{
    ProfileValue time;
    const auto unit = [&](Node n) {
        const QString name = text(n, QStringLiteral("unit"));
        static const QStringList Names{QStringLiteral("s"), QStringLiteral("ms"), QStringLiteral("us"),
                                       QStringLiteral("ns"), QStringLiteral("rfc3339")};
        const auto index = Names.indexOf(name);
        if (index < 0)
            return fail(n, QStringLiteral("a time's unit is s, ms, us, ns or rfc3339"));
        time.unit = TimeUnit(index);
    };
    object(node, QStringLiteral("a time"),
           {{"at", [&](Node n) { time.at = paths(n); }, true}, {"unit", unit, true}});
    return time;
}

} // namespace alcedo
