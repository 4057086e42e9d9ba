// SPDX-License-Identifier: MIT
// What a profile says of the link: where, how to sign in and subscribe, how to keep it alive.
#include <alcedo/feed/profilereader.h>

namespace alcedo {

void ProfileReader::root(FeedProfile &profile)
{
    std::vector<Member> known{
        {"profile",
         [&](Node n) {
             (void)integer(n, QStringLiteral("profile"), FeedProfile::Version, FeedProfile::Version);
         },
         true},
        {"name", [&](Node n) { profile.name = text(n, QStringLiteral("name")); }, true},
        {"title", [&](Node n) { profile.title = text(n, QStringLiteral("title")); }},
        {"hosts", [&](Node n) { profile.hosts = textOrTexts(n, QStringLiteral("hosts")); }},
        {"params",
         [&](Node n) {
             members(n, say(P::MustBeObject, {QStringLiteral("params")}),
                     [&](const QString &name, Node child) { profile.params.insert(name, param(child)); });
         }},
    };
    link(profile, known);
    messages(profile, known);
    object(0, say(P::AProfile), known);
    if (profile.title.isEmpty())
        profile.title = profile.name;
    if (profile.routes.empty())
        fail(0, say(P::NeedsRoute));
}

void ProfileReader::link(FeedProfile &profile, std::vector<Member> &known)
{
    const std::vector<Member> ofLink{
        {"endpoints", [&](Node n) { profile.endpoints = textOrTexts(n, QStringLiteral("endpoints")); }, true},
        {"headers",
         [&](Node n) {
             members(n, say(P::MustBeObject, {QStringLiteral("headers")}),
                     [&](const QString &name, Node child) {
                         profile.headers.append({name, text(child, say(P::AHeader))});
                     });
         }},
        {"poll", [&](Node n) { profile.pollEvery = duration(n, QStringLiteral("poll")); }},
        {"sign_in", [&](Node n) { profile.signIn = requests(n, QStringLiteral("sign_in")); }},
        {"subscribe", [&](Node n) { profile.subscribe = requests(n, QStringLiteral("subscribe")); }},
        {"unsubscribe", [&](Node n) { profile.unsubscribe = requests(n, QStringLiteral("unsubscribe")); }},
        {"answers",
         [&](Node n) {
             elements(n, QStringLiteral("answers"),
                      [&](Node child) { profile.answers.push_back(answer(child)); });
         }},
        {"reconnect_when", [&](Node n) { profile.reconnectWhen = cases(n); }},
        {"keepalive", [&](Node n) { keepalive(n, profile); }},
        {"silence",
         [&](Node n) {
             profile.silence = m_tape[n].text == "never" ? std::chrono::milliseconds(0)
                                                         : duration(n, QStringLiteral("silence"));
         }},
        {"max_age", [&](Node n) { profile.maxAge = duration(n, QStringLiteral("max_age")); }},
        {"ready_within", [&](Node n) { profile.readyWithin = duration(n, QStringLiteral("ready_within")); }},
        {"rate", [&](Node n) { rate(n, profile); }},
        {"max_message",
         [&](Node n) {
             profile.maxMessageBytes = integer(n, QStringLiteral("max_message"), 1024, 64 << 20);
         }},
        {"compression",
         [&](Node n) {
             profile.compression = FeedProfile::Compression(
                 1 + word(n, QStringLiteral("compression"),
                          {QStringLiteral("gzip"), QStringLiteral("deflate"), QStringLiteral("zstd")}));
         }},
    };
    known.insert(known.end(), ofLink.begin(), ofLink.end());
}

void ProfileReader::messages(FeedProfile &profile, std::vector<Member> &known)
{
    const std::vector<Member> ofMessages{
        {"embedded", [&](Node n) { profile.embedded = paths(n); }},
        {"merge",
         [&](Node n) {
             if (m_tape[n].type != Type::Array)
                 return profile.merges.push_back(merge(n));
             elements(n, QStringLiteral("merge"),
                      [&](Node child) { profile.merges.push_back(merge(child)); });
         }},
        {"sequence", [&](Node n) { profile.sequence = sequence(n); }},
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
    };
    known.insert(known.end(), ofMessages.begin(), ofMessages.end());
}

ProfileParam ProfileReader::param(Node node)
{
    ProfileParam param;
    param.required = true;
    object(node, say(P::AParameter),
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
        fail(node, say(P::OneDefault));
    if (param.secret && !param.required)
        fail(node, say(P::SecretDefault));
    return param;
}

std::vector<FeedProfile::Request> ProfileReader::requests(Node node, const Words &what)
{
    std::vector<FeedProfile::Request> all;
    if (m_tape[node].type != Type::Array)
        all.push_back(request(node));
    else
        elements(node, what, [&](Node child) { all.push_back(request(child)); });
    if (all.empty())
        fail(node, say(P::NeedsRequest, {what}));
    return all;
}

FeedProfile::Request ProfileReader::request(Node node)
{
    FeedProfile::Request request;
    object(node, say(P::ARequest),
           {
               {"send", [&](Node n) { request.send = json(n); }},
               {"batch",
                [&](Node n) {
                    members(n, say(P::ObjectOfCounts, {QStringLiteral("batch")}),
                            [&](const QString &name, Node child) {
                                request.batch.insert(
                                    name, int(integer(child, QStringLiteral("batch"), 1, 100'000)));
                            });
                }},
               {"ack", [&](Node n) { request.ack = cases(n); }},
               {"acks_per", [&](Node n) { request.acksPer = textOrTexts(n, QStringLiteral("acks_per")); }},
               {"refused", [&](Node n) { request.refused = cases(n); }},
               {"busy", [&](Node n) { request.busy = cases(n); }},
               {"refused_text", [&](Node n) { request.refusedText = paths(n); }},
               {"left_out", [&](Node n) { request.leftOut = paths(n); }},
               {"partial", [&](Node n) { request.partial = boolean(n, QStringLiteral("partial")); }},
           });
    if (request.send.isEmpty() && request.ack.empty())
        fail(node, say(P::RequestNeeds));
    if (!request.acksPer.isEmpty() && request.ack.empty())
        fail(node, say(P::AcksPerNeedsAck));
    return request;
}

FeedProfile::Answer ProfileReader::answer(Node node)
{
    FeedProfile::Answer answer;
    object(node, say(P::AnAnswer),
           {
               {"when", [&](Node n) { answer.when = conditions(n); }, true},
               {"send",
                [&](Node n) {
                    answer.send =
                        m_tape[n].type == Type::String ? text(n, QStringLiteral("send")).toUtf8() : json(n);
                },
                true},
           });
    return answer;
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

ProfileMerge ProfileReader::merge(Node node)
{
    ProfileMerge merge;
    object(node, QStringLiteral("merge"),
           {
               {"when", [&](Node n) { merge.when = conditions(n); }, true},
               {"whole", [&](Node n) { merge.whole = conditions(n); }},
               {"key", [&](Node n) { merge.key = value(n); }, true},
               {"at", [&](Node n) { merge.at = path(n); }, true},
               {"by",
                [&](Node n) {
                    merge.by = ProfileMerge::By(
                        word(n, QStringLiteral("by"), {QStringLiteral("merge"), QStringLiteral("patch")}));
                }},
           });
    return merge;
}

} // namespace alcedo
