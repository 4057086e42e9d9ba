// SPDX-License-Identifier: MIT
// A proposed kind of message, read as another kind of record than the guess took it for.
#include <alcedo/feed/shapefields.h>
#include <alcedo/feed/shapeinference.h>
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

} // namespace

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
    return kind;
}

} // namespace alcedo
