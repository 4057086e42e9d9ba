// SPDX-License-Identifier: MIT
// A proposed kind of message, read as another kind of record than the guess took it for.
#include <alcedo/feed/shapefields.h>
#include <alcedo/feed/shapeinference.h>
#include <alcedo/feed/shapejudge.h>
#include <alcedo/feed/shapestats.h>

#include <algorithm>

namespace alcedo {

namespace {

bool isFrame(const ShapeField &field)
{
    return field.role == QLatin1String("key") || field.role == QLatin1String("time");
}

bool fits(const ShapeField &field, FieldType type, RecordKind record)
{
    if (type == FieldType::Text)
        return field.type != ShapeType::List;
    return field.isNumber && (type != FieldType::Integer || record == RecordKind::Score);
}

/// The free field that is called so, the one nearest to the root.
ShapeField *named(ShapeKind &kind, std::string_view name, FieldType type)
{
    ShapeField *best = nullptr;
    for (ShapeField &field : kind.fields) {
        const bool isNearer = !best || field.path.size() < best->path.size();
        if (field.role.isEmpty() && isNearer && fits(field, type, kind.record) &&
            shape::nameOf(field.path.toStdString()) == name)
            best = &field;
    }
    return best;
}

/// Numbers that move are readings, whatever they are called.
void takeReadings(ShapeKind &kind)
{
    constexpr int MostReadings = 16;
    int taken = 0;
    for (ShapeField &field : kind.fields) {
        if (field.role.isEmpty() && field.isNumber && field.rate > 0 && taken < MostReadings) {
            field.role = QStringLiteral("value");
            field.reason = ShapeReason{ShapeReason::Code::Changes, {}, {}};
            ++taken;
        }
    }
}

bool hasRole(const ShapeKind &kind, QLatin1String role)
{
    return std::any_of(kind.fields.begin(), kind.fields.end(),
                       [role](const ShapeField &field) { return field.role == role; });
}

} // namespace

bool ShapeKind::isSideBySign(const ShapeField &field) const
{
    return record == RecordKind::Trade && field.hasBothSigns && field.role == QLatin1String("size") &&
           !hasRole(*this, QLatin1String("side"));
}

QString ShapeKind::unitOf(const ShapeField &field) const
{
    const bool isReading = record == RecordKind::Sensor && field.role == QLatin1String("value");
    return isReading && !hasRole(*this, QLatin1String("unit")) ? field.measuredIn : QString();
}

void shape::sayMore(const ShapeKind &kind, ShapeField &field)
{
    if (kind.isSideBySign(field))
        field.reason = ShapeReason{
            ShapeReason::Code::SignedSize, {QString::fromStdString(nameOf(field.path.toStdString()))}, {}};
    else if (const QString unit = kind.unitOf(field); !unit.isEmpty())
        field.reason = ShapeReason{ShapeReason::Code::MeasuredIn, {unit}, {}};
}

ShapeKind ShapeInference::asRecord(ShapeKind kind, RecordKind record)
{
    if (record == kind.record)
        return kind;
    kind.record = record;
    kind.ignored = false;
    kind.levels.clear();
    for (ShapeField &field : kind.fields) {
        if (!isFrame(field)) {
            field.role.clear();
            field.reason.reset();
        }
    }
    const RecordSchema &schema = RecordSchema::of(record);
    bool hasValue = false;
    for (const shape::Wanted &wanted : shape::fieldsOf(record)) {
        const FieldType type = schema.fields[std::size_t(schema.indexOf(wanted.field))].type;
        for (const std::string_view name : wanted.names) {
            ShapeField *const field = named(kind, name, type);
            if (!field)
                continue;
            field->role = QString::fromLatin1(wanted.field);
            field->reason = ShapeReason{
                ShapeReason::Code::Called, {QString::fromUtf8(name.data(), qsizetype(name.size()))}, {}};
            hasValue |= field->role == QLatin1String("value");
            break;
        }
    }
    if (record == RecordKind::Sensor && !hasValue)
        takeReadings(kind);
    for (ShapeField &field : kind.fields)
        shape::sayMore(kind, field);
    return kind;
}

} // namespace alcedo
