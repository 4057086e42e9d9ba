// SPDX-License-Identifier: GPL-3.0-or-later
// What a person corrects in a probe's guess: what is left out, which role a field has, what sort of record a
// kind is.
#include "shapewords.h"
#include "sourceprobe.h"

#include <algorithm>
#include <array>

namespace alcedo {

namespace {

// What charts show first; books come from lists of levels alone, which no click can make.
constexpr std::array Records{RecordKind::Quote, RecordKind::Trade,  RecordKind::Candle,
                             RecordKind::Score, RecordKind::Sensor, RecordKind::News};

QString nameOf(std::string_view name)
{
    return QString::fromUtf8(name.data(), qsizetype(name.size()));
}

bool isFrame(const QString &role)
{
    return role == QLatin1String("key") || role == QLatin1String("time");
}

/// A reading may be one of several.
bool isReading(const ShapeKind &kind, const QString &role)
{
    return kind.record == RecordKind::Sensor && role == QLatin1String("value");
}

bool isTaken(const ShapeKind &kind, const ShapeField &field, const QString &role)
{
    return !role.isEmpty() && !isReading(kind, role) &&
           std::any_of(kind.fields.begin(), kind.fields.end(),
                       [&](const ShapeField &other) { return &other != &field && other.role == role; });
}

bool fits(const ShapeField &field, FieldType type)
{
    const bool isStamp = field.type == ShapeType::Time && field.unit != QLatin1String("rfc3339");
    return type == FieldType::Text || (type != FieldType::Levels && (field.isNumber || isStamp));
}

QVariantMap choice(const QString &value, const QString &text, bool isCurrent)
{
    return {{QStringLiteral("value"), value},
            {QStringLiteral("text"), text},
            {QStringLiteral("current"), isCurrent}};
}

} // namespace

/// The roles that the field can have, "" (left out) first; those of others too, from whom it then takes them.
QStringList SourceProbe::rolesFor(const ShapeKind &kind, const ShapeField &field)
{
    QStringList roles{QString()};
    if (field.type != ShapeType::List)
        roles += QStringLiteral("key");
    if (!field.unit.isEmpty())
        roles += QStringLiteral("time");
    for (const Field &each : RecordSchema::of(kind.record).fields) {
        if (field.type != ShapeType::List && fits(field, each.type))
            roles += nameOf(each.name);
    }
    return roles;
}

void SourceProbe::setRole(ShapeKind &kind, ShapeField &field, const QString &role)
{
    for (ShapeField &other : kind.fields) {
        if (&other != &field && !role.isEmpty() && !isReading(kind, role) && other.role == role) {
            other.role.clear();
            m_corrections[correctionKey(kind, other.path)] = QString();
        }
    }
    field.role = role;
    m_corrections[correctionKey(kind, field.path)] = role;
    m_firstKey.clear();
    refresh();
}

/// All that was corrected in the kind was meant for the other sort of record.
void SourceProbe::setRecord(const ShapeKind &kind, const QString &record)
{
    const QString name = kind.name;
    m_kindCorrections[name] = record.isEmpty();
    if (const auto wanted = RecordSchema::kindNamed(record.toStdString()); wanted && *wanted != kind.record) {
        m_recordCorrections[name] = *wanted;
        const QString own = correctionKey(kind, QString());
        m_corrections.removeIf([&own](const auto &corrected) { return corrected.key().startsWith(own); });
    }
    m_firstKey.clear();
    show(QList<ShapeKind>(m_proposed));
}

void SourceProbe::toggle(int row)
{
    const ShapePlace place = m_places.value(row);
    if (place.kind < 0 || place.field < -1)
        return;
    ShapeKind &kind = m_kinds[place.kind];
    if (place.field < 0) {
        m_kindCorrections[kind.name] = !kind.ignored;
        kind.ignored = !kind.ignored;
        m_firstKey.clear();
        return refresh();
    }
    ShapeField &field = kind.fields[place.field];
    QString role;
    if (field.role.isEmpty()) {
        const QStringList roles = rolesFor(kind, field);
        const auto isFree = [&](const QString &each) {
            return !each.isEmpty() && !isFrame(each) && !isTaken(kind, field, each);
        };
        const auto free = std::find_if(roles.begin(), roles.end(), isFree);
        role = free == roles.end() ? QStringLiteral("key") : *free;
    }
    setRole(kind, field, role);
}

void SourceProbe::chooseNext(int row)
{
    const ShapePlace place = m_places.value(row);
    if (place.kind < 0 || place.field < -1)
        return;
    ShapeKind &kind = m_kinds[place.kind];
    if (place.field < 0) {
        const auto now = std::find(Records.begin(), Records.end(), kind.record);
        const auto next = now == Records.end() || now + 1 == Records.end() ? Records.begin() : now + 1;
        return setRecord(kind, nameOf(RecordSchema::of(*next).name));
    }
    ShapeField &field = kind.fields[place.field];
    const QStringList roles = rolesFor(kind, field);
    const auto now = roles.indexOf(field.role);
    for (qsizetype step = 1; step <= roles.size(); ++step) {
        const QString &role = roles[(now + step) % roles.size()];
        // The key and the time move from field to field; else what another has is passed over.
        if (isFrame(role) || !isTaken(kind, field, role))
            return setRole(kind, field, role);
    }
}

QVariantList SourceProbe::choices(int row)
{
    const ShapePlace place = m_places.value(row);
    m_choosingKind = m_choosingPath = QString();
    QVariantList all;
    if (place.kind < 0 || place.field < -1)
        return all;
    const ShapeKind &kind = m_kinds[place.kind];
    m_choosingKind = kind.name;
    if (place.field >= 0) {
        const ShapeField &field = kind.fields[place.field];
        m_choosingPath = field.path;
        for (const QString &role : rolesFor(kind, field))
            all << choice(role, shapewords::role(role), role == field.role);
        return all;
    }
    const auto add = [&all, &kind](RecordKind record) {
        all << choice(nameOf(RecordSchema::of(record).name), shapewords::record(record),
                      !kind.ignored && kind.record == record);
    };
    if (kind.record == RecordKind::Book)
        add(RecordKind::Book);
    std::for_each(Records.begin(), Records.end(), add);
    all << choice(QString(), shapewords::role(QString()), kind.ignored);
    return all;
}

void SourceProbe::choose(const QString &value)
{
    const auto kind = std::find_if(m_kinds.begin(), m_kinds.end(),
                                   [this](const ShapeKind &each) { return each.name == m_choosingKind; });
    if (kind == m_kinds.end())
        return; // a new guess has no such kind
    if (m_choosingPath.isEmpty())
        return setRecord(*kind, value);
    const auto field = std::find_if(kind->fields.begin(), kind->fields.end(),
                                    [this](const ShapeField &each) { return each.path == m_choosingPath; });
    if (field != kind->fields.end() && rolesFor(*kind, *field).contains(value))
        setRole(*kind, *field, value);
}

} // namespace alcedo
