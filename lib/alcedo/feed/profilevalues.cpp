// SPDX-License-Identifier: MIT
// Conditions and values: what a profile looks for in a message, and what it takes from it.
#include <alcedo/feed/profilereader.h>

namespace alcedo {

namespace {

const QStringList &timeUnits()
{
    static const QStringList Names{QStringLiteral("s"), QStringLiteral("ms"), QStringLiteral("us"),
                                   QStringLiteral("ns"), QStringLiteral("rfc3339")};
    return Names;
}

const QStringList &jsonTypes()
{
    static const QStringList Names{QStringLiteral("object"),  QStringLiteral("array"),
                                   QStringLiteral("string"),  QStringLiteral("number"),
                                   QStringLiteral("boolean"), QStringLiteral("null")};
    return Names;
}

} // namespace

ProfileCases ProfileReader::cases(Node node)
{
    ProfileCases all;
    if (m_tape[node].type != Type::Array)
        return {conditions(node)};
    elements(node, say(P::Conditions), [&](Node child) { all.push_back(conditions(child)); });
    return all;
}

ProfileConditions ProfileReader::conditions(Node node)
{
    ProfileConditions all;
    members(node, say(P::ObjectOfPaths, {say(P::Conditions)}), [&](const QString &pathText, Node child) {
        auto at = JsonPath::parse(pathText);
        if (!at || at->isWild())
            return fail(child, at ? say(P::ConditionPathWild) : pathFault(pathText, at.error()));
        all.emplace_back().at = std::move(at).value();
        condition(child, all.back());
    });
    return all;
}

void ProfileReader::conditionTexts(Node node, ProfileCondition &condition)
{
    const auto add = [&](Node n) {
        if (m_tape[n].type == Type::Object || m_tape[n].type == Type::Array || m_tape[n].type == Type::Null)
            fail(n, say(P::ConditionCompares));
        condition.texts.emplace_back(m_tape[n].text);
    };
    m_tape[node].type == Type::Array ? elements(node, say(P::ACondition), add) : add(node);
    if (condition.texts.empty())
        fail(node, say(P::ConditionNeedsValue));
}

void ProfileReader::condition(Node node, ProfileCondition &condition)
{
    using Test = ProfileCondition::Test;
    if (m_tape[node].type == Type::Null) {
        condition.test = Test::Absent;
        return;
    }
    if (m_tape[node].type != Type::Object)
        return conditionTexts(node, condition);
    int tests = 0;
    const auto compare = [&](Test test) {
        return [&, test](Node n) {
            condition.test = test;
            ++tests;
            conditionTexts(n, condition);
        };
    };
    object(node, say(P::ACondition),
           {
               {"exists",
                [&](Node n) {
                    ++tests;
                    condition.test = boolean(n, QStringLiteral("exists")) ? Test::Exists : Test::Absent;
                }},
               {"is", compare(Test::Equals)},
               {"not", compare(Test::Differs)},
               {"starts", compare(Test::Starts)},
               {"type",
                [&](Node n) {
                    compare(Test::Type)(n);
                    for (const std::string &type : condition.texts) {
                        if (!jsonTypes().contains(QString::fromStdString(type)))
                            fail(n, say(P::IsOneOf,
                                        {QStringLiteral("type"), jsonTypes().join(QLatin1String(", "))}));
                    }
                }},
               {"bound", [&](Node n) { condition.bound = text(n, QStringLiteral("bound")).toStdString(); }},
           });
    if (tests != 1)
        fail(node, say(P::ConditionNeedsTest));
}

ProfileValue ProfileReader::value(Node node)
{
    ProfileValue value;
    if (m_tape[node].type != Type::Object)
        value.at = paths(node);
    else
        valueObject(node, value);
    value.isMade = !value.pieces.empty() || !value.split.empty() || !value.bound.empty() ||
                   (value.as != ProfileValue::As::Plain && value.as != ProfileValue::As::Duration);
    value.isPlain = !value.isMade && value.at.size() == 1 && value.values.empty() &&
                    !value.at.front().isOwnName() && !value.at.front().isWild();
    return value;
}

void ProfileReader::valueObject(Node node, ProfileValue &value)
{
    bool hasPart = false;
    object(node, say(P::AValue),
           {
               {"at", [&](Node n) { value.at = paths(n); }},
               {"const", [&](Node n) { value.constant = text(n, QStringLiteral("const")).toStdString(); }},
               {"text", [&](Node n) { value.pieces = pieces(n); }},
               {"split", [&](Node n) { value.split = text(n, QStringLiteral("split")).toStdString(); }},
               {"part",
                [&](Node n) {
                    hasPart = true;
                    value.part = int(integer(n, QStringLiteral("part"), -100, 100));
                }},
               {"bound", [&](Node n) { value.bound = text(n, QStringLiteral("bound")).toStdString(); }},
               {"as",
                [&](Node n) {
                    value.as = ProfileValue::As(
                        1 + word(n, QStringLiteral("as"),
                                 {QStringLiteral("duration"), QStringLiteral("whole"),
                                  QStringLiteral("absolute"), QStringLiteral("sign"), QStringLiteral("upper"),
                                  QStringLiteral("lower"), QStringLiteral("number")}));
                }},
               {"exponent", [&](Node n) { exponent(n, value); }},
               {"values",
                [&](Node n) {
                    members(n, say(P::ObjectOfOldAndNew, {QStringLiteral("values")}),
                            [&](const QString &from, Node child) {
                                value.values.emplace_back(
                                    from.toStdString(), text(child, QStringLiteral("values")).toStdString());
                            });
                }},
           });
    if (int(!value.at.empty()) + int(!value.constant.empty()) + int(!value.pieces.empty()) != 1)
        fail(node, say(P::ValueNeedsOrigin));
    if (hasPart == value.split.empty())
        fail(node, say(P::SplitAndPart));
}

void ProfileReader::exponent(Node node, ProfileValue &value)
{
    if (m_tape[node].type == Type::Number)
        value.exponent = int(integer(node, QStringLiteral("exponent"), -40, 40));
    else
        value.exponentAt = paths(node);
}

std::vector<ProfileValue::Piece> ProfileReader::pieces(Node node)
{
    std::vector<ProfileValue::Piece> all;
    const QString whole = text(node, QStringLiteral("text"));
    qsizetype from = 0;
    while (from < whole.size() && !failed()) {
        const qsizetype begin = whole.indexOf(QLatin1String("${"), from);
        const qsizetype end = begin < 0 ? -1 : whole.indexOf(u'}', begin);
        if (begin > from || end < 0)
            all.push_back({whole.mid(from, end < 0 ? -1 : begin - from).toStdString(), {}, false});
        if (end < 0)
            break;
        const QString within = whole.mid(begin + 2, end - begin - 2);
        auto path = JsonPath::parse(within);
        if (!path || path->isWild())
            fail(node, path ? say(P::TextPathWild) : pathFault(within, path.error()));
        else
            all.push_back({{}, std::move(path).value(), true});
        from = end + 1;
    }
    return all;
}

ProfileValue ProfileReader::timeValue(Node node)
{
    ProfileValue time;
    object(node, say(P::ATime),
           {{"at", [&](Node n) { time.at = paths(n); }},
            {"text", [&](Node n) { time.pieces = pieces(n); }},
            {"unit", [&](Node n) { time.unit = TimeUnit(word(n, say(P::ATimesUnit), timeUnits())); }, true},
            {"zone", [&](Node n) {
                 time.zone = text(n, QStringLiteral("zone")).toStdString();
                 if (!failed() && !isTimeZone(time.zone))
                     fail(n, say(P::ZoneIsName));
             }}});
    if (time.at.empty() == time.pieces.empty())
        fail(node, say(P::TimeNeedsOrigin));
    if (!time.zone.empty() && time.unit != TimeUnit::Rfc3339)
        fail(node, say(P::ZoneNeedsWritten));
    time.isMade = !time.pieces.empty();
    return time;
}

} // namespace alcedo
