// SPDX-License-Identifier: GPL-3.0-or-later
#include "shapeplace.h"

#include <alcedo/feed/jsonpath.h>
#include <alcedo/feed/jsontape.h>

#include <QStringList>
#include <algorithm>

namespace alcedo {

namespace {

bool holds(const ShapeKind::Condition &condition, const JsonTape &tape)
{
    auto path = JsonPath::parse(condition.path);
    const std::uint32_t node = path ? path->find(tape, 0) : JsonTape::None;
    if (condition.is.isEmpty())
        return node == JsonTape::None;
    if (node == JsonTape::None || tape[node].isContainer())
        return false;
    const QString text = QString::fromUtf8(tape[node].text.data(), qsizetype(tape[node].text.size()));
    return condition.starts ? text.startsWith(condition.is) : text == condition.is;
}

/// The place as the kind's fields name it: from an item of its list, else from the message.
QString fromItem(const QString &each, const QString &pointer)
{
    if (each.isEmpty())
        return pointer;
    const QStringList list = QString(each + QLatin1String("/*")).split(u'/'), at = pointer.split(u'/');
    const bool isInside =
        at.size() >= list.size() &&
        std::equal(list.begin(), list.end(), at.begin(), [](const auto &wanted, const auto &is) {
            return wanted == QLatin1String("*") || wanted == is;
        });
    if (!isInside)
        return QString(u'#' + pointer);
    const QStringList rest = at.mid(list.size());
    return rest.isEmpty() ? QString() : QString(u'/' + rest.join(u'/'));
}

} // namespace

ShapePlace shapePlace(const QList<ShapeKind> &kinds, const QByteArray &message, const QString &pointer)
{
    JsonTape tape;
    if (!tape.parse(message))
        return {};
    for (int k = 0; k < kinds.size(); ++k) {
        const ShapeKind &kind = kinds[k];
        if (!std::all_of(kind.when.begin(), kind.when.end(),
                         [&tape](const ShapeKind::Condition &condition) { return holds(condition, tape); }))
            continue;
        const QString path = fromItem(kind.each, pointer);
        for (int f = 0; f < kind.fields.size(); ++f) {
            if (kind.fields[f].path == path)
                return {k, f};
        }
    }
    return {};
}

} // namespace alcedo
