// SPDX-License-Identifier: MIT
#include <alcedo/feed/profiletemplate.h>
#include <alcedo/feed/sourcephrases.h>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QUrl>
#include <algorithm>
#include <optional>

namespace alcedo {

namespace {

constexpr int MaxMessages = 10'000;

const QRegularExpression &placeholder()
{
    static const QRegularExpression Pattern(
        QStringLiteral("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?:\\|(lower|upper|each|comma))?\\}"));
    return Pattern;
}

QString filtered(const QString &text, const QString &filter)
{
    return filter == QLatin1String("lower")   ? text.toLower()
           : filter == QLatin1String("upper") ? text.toUpper()
                                              : text;
}

/// Fills one message's template, remembering the first unknown name.
class Filler
{
public:
    Filler(const ProfileParams &params, int id)
        : m_params(params)
        , m_id(id)
    {
    }
    [[nodiscard]] const QString &unknown() const { return m_unknown; }

    /// Every text that the template stands for: one for each combination of the lists in it.
    QStringList texts(const QString &from)
    {
        const auto match = placeholder().match(from);
        if (!match.hasMatch())
            return {from};
        QStringList all;
        QStringList each = values(match.captured(1));
        if (match.captured(2) == QLatin1String("comma"))
            each = QStringList{each.join(u',')};
        for (const QString &value : std::as_const(each)) {
            const QString filled = from.left(match.capturedStart()) + filtered(value, match.captured(2));
            // A value is never looked into for further placeholders.
            for (const QString &rest : texts(from.mid(match.capturedEnd())))
                all += QString(filled + rest);
        }
        return all;
    }

    QJsonValue fill(const QJsonValue &value)
    {
        if (value.isObject()) {
            QJsonObject object = value.toObject();
            for (auto it = object.begin(); it != object.end(); ++it)
                it.value() = fill(it.value());
            return object;
        }
        if (value.isArray()) {
            QJsonArray array;
            const QJsonArray elements = value.toArray();
            for (const auto &element : elements)
                append(array, element);
            return array;
        }
        if (!value.isString())
            return value;
        const QString text = value.toString();
        if (text == QLatin1String("${id}"))
            return m_id;
        const QStringList all = texts(text);
        const bool alone = placeholder().match(text).capturedLength() == text.size();
        if (alone && all.size() != 1)
            return QJsonArray::fromStringList(all);
        return all.join(u',');
    }

private:
    QStringList values(const QString &name)
    {
        if (m_params.contains(name))
            return m_params.value(name);
        m_unknown = name;
        return {QString()};
    }
    void append(QJsonArray &array, const QJsonValue &element)
    {
        if (element.isObject())
            return appendObjects(array, element.toObject());
        if (!element.isString() || element.toString() == QLatin1String("${id}")) {
            array.append(fill(element));
            return;
        }
        for (const QString &text : texts(element.toString()))
            array.append(text);
    }
    /// An object in an array stands for one object for each combination of the lists in it.
    void appendObjects(QJsonArray &array, const QJsonObject &object)
    {
        QStringList names;
        collect(object, names);
        QList<ProfileParams> sets{m_params};
        for (const QString &name : std::as_const(names)) {
            QList<ProfileParams> split;
            for (const ProfileParams &set : std::as_const(sets)) {
                for (const QString &value : m_params.value(name)) {
                    split += set;
                    split.last()[name] = {value};
                }
            }
            sets = split;
            if (sets.size() > MaxMessages) // more than anyone means
                return;
        }
        for (const ProfileParams &set : std::as_const(sets)) {
            Filler one(set, m_id);
            array.append(one.fill(object));
            if (!one.unknown().isEmpty())
                m_unknown = one.unknown();
        }
    }
    /// The lists in an object's texts outside of arrays, in their order.
    void collect(const QJsonObject &object, QStringList &names) const
    {
        for (const auto &value : object) {
            if (value.isObject())
                collect(value.toObject(), names);
            if (!value.isString())
                continue;
            for (auto it = placeholder().globalMatch(value.toString()); it.hasNext();) {
                const QString name = it.next().captured(1);
                if (m_params.value(name).size() > 1 && !names.contains(name))
                    names += name;
            }
        }
    }

    const ProfileParams &m_params;
    int m_id;
    QString m_unknown;
};

/// The parameter sets of the messages: each batched list cut into its pieces, all combinations.
QList<ProfileParams> batches(const FeedProfile::Request &request, const ProfileParams &params)
{
    QList<ProfileParams> sets{params};
    for (auto batch = request.batch.begin(); batch != request.batch.end(); ++batch) {
        QList<ProfileParams> cut;
        for (const ProfileParams &set : std::as_const(sets)) {
            const QStringList values = set.value(batch.key());
            for (qsizetype begin = 0; begin < values.size(); begin += batch.value()) {
                cut += set;
                cut.last()[batch.key()] = values.mid(begin, batch.value());
            }
        }
        sets = cut;
    }
    return sets;
}

Error badParameter(SourcePhrase why, std::vector<Words> arguments)
{
    return Error(ErrorCode::InvalidArgument, say(why, std::move(arguments)));
}

} // namespace

Result<ProfileParams> profileParams(const FeedProfile &profile, const ProfileParams &given)
{
    ProfileParams params;
    for (auto it = profile.params.begin(); it != profile.params.end(); ++it) {
        if (it->required && !given.contains(it.key()))
            return badParameter(SourcePhrase::NeedsParameter, {profile.name, it.key()});
        params.insert(it.key(), it->values);
    }
    for (auto it = given.begin(); it != given.end(); ++it) {
        if (!profile.params.contains(it.key())) {
            const QStringList names = profile.params.keys();
            return badParameter(SourcePhrase::HasNoParameter,
                                {profile.name, it.key().left(40), names.join(QLatin1String(", "))});
        }
        if (it->isEmpty() || (it->size() > 1 && !profile.params.value(it.key()).list))
            return badParameter(SourcePhrase::TakesOneValue, {it.key()});
        params.insert(it.key(), *it);
    }
    return params;
}

Result<QString> fillText(const QString &text, const ProfileParams &params)
{
    QString out;
    qsizetype from = 0;
    for (auto it = placeholder().globalMatch(text); it.hasNext();) {
        const auto match = it.next();
        if (!params.contains(match.captured(1)))
            return badParameter(SourcePhrase::ThereIsNone, {match.captured(1)});
        out += QStringView(text).mid(from, match.capturedStart() - from);
        out += filtered(params.value(match.captured(1)).join(u','), match.captured(2));
        from = match.capturedEnd();
    }
    out += QStringView(text).mid(from);
    return out;
}

Result<QString> fillAddress(const QString &text, const ProfileParams &params)
{
    // "name=${list|each}": what stands between the separators is repeated.
    static const QRegularExpression Pair(
        QStringLiteral("([?&])([^?&=]*=)\\$\\{([A-Za-z_][A-Za-z0-9_]*)\\|each\\}"));
    QString whole = text;
    for (auto match = Pair.match(whole); match.hasMatch(); match = Pair.match(whole)) {
        if (!params.contains(match.captured(3)))
            return badParameter(SourcePhrase::ThereIsNone, {match.captured(3)});
        QStringList pairs;
        for (const QString &value : params.value(match.captured(3)))
            pairs += QString(match.captured(2) + QString::fromLatin1(QUrl::toPercentEncoding(value)));
        whole.replace(match.capturedStart(), match.capturedLength(),
                      QString(match.captured(1) + pairs.join(u'&')));
    }
    ProfileParams encoded = params;
    const auto first = placeholder().match(whole);
    for (auto it = encoded.begin(); it != encoded.end(); ++it) {
        if (first.hasMatch() && first.capturedStart() == 0 && first.captured(1) == it.key())
            continue; // a whole address, to which more is added
        for (QString &value : *it)
            value = QString::fromLatin1(QUrl::toPercentEncoding(value, "@/:*!"));
    }
    return fillText(whole, encoded);
}

int expectedAcks(const FeedProfile::Request &request, const ProfileParams &params)
{
    int acks = 0;
    for (const ProfileParams &set : batches(request, params)) {
        int product = 1;
        for (const QString &name : request.acksPer)
            product *= std::max(1, int(set.value(name).size()));
        acks = std::min(acks + product, MaxMessages);
    }
    return acks;
}

Result<QByteArrayList> fillRequest(const FeedProfile::Request &request, const ProfileParams &params,
                                   int &nextId)
{
    QByteArrayList messages;
    if (request.send.isEmpty())
        return messages;
    // Wrapped, because QJsonDocument has no scalars.
    const QJsonArray wrapped = QJsonDocument::fromJson(QByteArray('[' + request.send + ']')).array();
    const auto sets = batches(request, params);
    if (sets.size() > MaxMessages)
        return Error(ErrorCode::LimitExceeded,
                     say(SourcePhrase::TooManyMessages, {QString::number(MaxMessages)}));
    for (const ProfileParams &set : sets) {
        Filler filler(set, nextId++);
        const QJsonValue filled = filler.fill(wrapped.at(0));
        if (!filler.unknown().isEmpty())
            return badParameter(SourcePhrase::ThereIsNone, {filler.unknown()});
        const QByteArray json = QJsonDocument(QJsonArray{filled}).toJson(QJsonDocument::Compact);
        messages += json.mid(1, json.size() - 2);
    }
    return messages;
}

} // namespace alcedo
