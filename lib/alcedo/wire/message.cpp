// SPDX-License-Identifier: MIT
#include <alcedo/wire/message.h>

#include <array>

namespace alcedo {

QString deliveryModeName(DeliveryMode mode)
{
    switch (mode) {
    case DeliveryMode::All:
        return QStringLiteral("all");
    case DeliveryMode::Merge:
        return QStringLiteral("merge");
    case DeliveryMode::Keyed:
        return QStringLiteral("keyed");
    case DeliveryMode::Latest:
        return QStringLiteral("latest");
    }
    return {};
}

namespace wire {

QString whyName(Lost::Why why)
{
    switch (why) {
    case Lost::Why::Slow:
        return QStringLiteral("slow");
    case Lost::Why::Rate:
        return QStringLiteral("rate");
    case Lost::Why::Retention:
        return QStringLiteral("retention");
    case Lost::Why::Reset:
        return QStringLiteral("reset");
    }
    return {};
}

QString methodName(const Params &params)
{
    // In the order of the variant; the first is the application's and has its own name.
    static constexpr std::array names{"",        "hello",    "subscribe", "unsubscribe", "publish",
                                      "history", "channels", "ping",      "presence"};
    static_assert(names.size() == std::variant_size_v<Params>);
    if (const auto *call = std::get_if<ApplicationCall>(&params))
        return call->method;
    return QString::fromLatin1(names[params.index()]);
}

bool isReservedMethod(QStringView method)
{
    return method == u"refresh";
}

} // namespace wire
} // namespace alcedo
