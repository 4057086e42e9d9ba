// SPDX-License-Identifier: MIT
#include <alcedo/wire/channelname.h>

#include <algorithm>
#include <string_view>

namespace alcedo {

namespace {

bool isChannelCharacter(QChar character)
{
    const char16_t c = character.unicode();
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') ||
           std::u16string_view(u"._-:/@=+,~").find(c) != std::u16string_view::npos;
}

} // namespace

bool ChannelName::isValid(QStringView name)
{
    return !name.isEmpty() && isValidPrefix(name);
}

bool ChannelName::isValidPrefix(QStringView prefix)
{
    return prefix.size() <= MaxLength && std::all_of(prefix.begin(), prefix.end(), isChannelCharacter);
}

} // namespace alcedo
