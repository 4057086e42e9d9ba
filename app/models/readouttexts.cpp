// SPDX-License-Identifier: GPL-3.0-or-later
#include "readouttexts.h"

#include "format.h"

#include <plot/ticks.h>

#include <utility>

namespace alcedo {

namespace {
constexpr int ChangeDecimals = 2, VolumeDecimals = 1;
constexpr int PriceCharacters = 12, VolumeCharacters = 9;
} // namespace

void ReadoutTexts::showTime(const QString &time)
{
    m_numbers.fill({});
    for (int field = Open; field < Fields; ++field)
        set(Field(field), {});
    setDirection(0);
    set(Time, time);
}

void ReadoutTexts::showBar(const Bar &bar, const QString &time, int decimals)
{
    set(Time, time);
    setPrice(Open, {bar.open, decimals});
    setPrice(High, {bar.high, decimals});
    setPrice(Low, {bar.low, decimals});
    setPrice(Close, {bar.close, decimals});
    if (take(Volume, {bar.volume, VolumeDecimals}))
        set(Volume, bar.volume > 0 ? fittedText(bar.volume, VolumeDecimals, VolumeCharacters)
                                   : QString(format::Absent));
    const double change = bar.open != 0 ? (bar.close / bar.open - 1) * 100 : 0;
    if (!take(Change, {change, ChangeDecimals}))
        return;
    const QString text = format::signedNumber(change, ChangeDecimals);
    set(Change, tr("%1 %").arg(text));
    setDirection(text.startsWith(QLatin1Char('+')) ? 1 : text.startsWith(format::Minus) ? -1 : 0);
}

bool ReadoutTexts::take(Field field, Number number)
{
    return std::exchange(m_numbers[field], number) != number;
}

void ReadoutTexts::setPrice(Field field, Number price)
{
    if (take(field, price))
        set(field, fittedText(price.value, price.decimals, PriceCharacters));
}

void ReadoutTexts::set(Field field, const QString &text)
{
    static constexpr std::array<void (ReadoutTexts::*)(), Fields> Tell{
        &ReadoutTexts::timeChanged,  &ReadoutTexts::openChanged,  &ReadoutTexts::highChanged,
        &ReadoutTexts::lowChanged,   &ReadoutTexts::closeChanged, &ReadoutTexts::volumeChanged,
        &ReadoutTexts::changeChanged};
    if (m_texts[field] == text)
        return;
    m_texts[field] = text;
    Q_EMIT(this->*Tell[field])();
}

void ReadoutTexts::setDirection(int direction)
{
    if (m_direction == direction)
        return;
    m_direction = direction;
    Q_EMIT directionChanged();
}

} // namespace alcedo
