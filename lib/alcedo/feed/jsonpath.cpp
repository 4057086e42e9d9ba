// SPDX-License-Identifier: MIT
#include <alcedo/feed/jsonpath.h>

#include <QList>
#include <algorithm>

namespace alcedo {

Result<JsonPath> JsonPath::parse(QStringView text)
{
    const auto refused = [&text](ErrorCode code, const QString &why) {
        return Error(code, QStringLiteral("\"%1\" is no path: %2").arg(text.left(80), why));
    };
    JsonPath path;
    path.m_text = text.toString();
    QStringView rest = text;
    if (rest.startsWith(u'#')) {
        path.m_fromMessage = true;
        rest = rest.mid(1);
    }
    while (!path.m_fromMessage && (rest == u".." || rest.startsWith(u"../"))) {
        ++path.m_up;
        rest = rest.mid(2);
        if (rest.startsWith(u"/.."))
            rest = rest.mid(1);
    }
    // RFC 6901 4 has no ~ before another letter than 0 and 1, so this hides no member.
    constexpr QLatin1String OwnName("~name");
    if (rest == OwnName || rest.endsWith(QString(u'/' + OwnName))) {
        path.m_ownName = true;
        rest.chop(std::min(rest.size(), OwnName.size() + 1));
    }
    if (rest.isEmpty())
        return path;
    if (!rest.startsWith(u'/'))
        return refused(ErrorCode::Parse, QStringLiteral("it begins with /, #/ or ../"));
    const auto parts = rest.mid(1).split(u'/');
    if (parts.size() > JsonTape::MaxDepth)
        return refused(ErrorCode::LimitExceeded, QStringLiteral("it is too deep"));
    for (const QStringView part : parts) {
        Step step;
        // RFC 6901 4: ~1 is a slash, then ~0 a tilde.
        step.name = part.toString()
                        .replace(QLatin1String("~1"), QLatin1String("/"))
                        .replace(QLatin1String("~0"), QLatin1String("~"))
                        .toStdString();
        bool isNumber = false;
        step.index = part.toInt(&isNumber);
        if (part == u"*") {
            step.kind = Step::Kind::Every;
            path.m_wild = true;
        } else if (isNumber) {
            step.kind = Step::Kind::Index;
            path.m_isIndexed = true;
            path.m_isFirst = path.m_isFirst && step.index == 0;
        } else if (part == u"..") {
            return refused(ErrorCode::NotSupported, QStringLiteral("../ stands only at its beginning"));
        }
        path.m_steps.push_back(std::move(step));
    }
    path.m_isName = path.m_steps.size() == 1 && path.m_steps.front().kind == Step::Kind::Name &&
                    path.m_up == 0 && !path.m_fromMessage && !path.m_ownName;
    return path;
}

std::uint32_t JsonPath::start(const JsonTape &tape, std::uint32_t item) const
{
    if (m_fromMessage)
        return 0;
    for (int i = 0; i < m_up; ++i) {
        if (item == 0)
            return JsonTape::None;
        item = tape[item].parent;
    }
    return item;
}

std::uint32_t JsonPath::take(const JsonTape &tape, std::uint32_t from, Step &step)
{
    if (step.kind == Step::Kind::Index && tape[from].type == JsonTape::Type::Array)
        return tape.element(from, step.index);
    return tape.member(from, step.name, step.hint);
}

std::uint32_t JsonPath::walk(const JsonTape &tape, std::uint32_t item)
{
    std::uint32_t node = start(tape, item);
    for (Step &step : m_steps) {
        if (node == JsonTape::None)
            break;
        node = take(tape, node, step);
    }
    return node;
}

} // namespace alcedo
