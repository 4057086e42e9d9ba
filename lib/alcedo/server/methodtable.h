// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>
#include <QString>
#include <string>
#include <string_view>
#include <unordered_map>

namespace alcedo {

/// An application's methods by name, found by the UTF-8 that stands in a call. Thread: any, once it is
/// filled.
template <typename Handler>
class MethodTable
{
public:
    struct Method
    {
        QString name;
        Handler handler;
    };
    /// The method's handler, to be set.
    Handler &operator[](const QString &name)
    {
        Method &method = m_methods[name.toStdString()];
        method.name = name;
        return method.handler;
    }
    /// Null where there is none.
    [[nodiscard]] const Method *find(QByteArrayView name) const
    {
        const auto found = m_methods.find(std::string_view(name.data(), std::size_t(name.size())));
        return found == m_methods.end() ? nullptr : &found->second;
    }
    [[nodiscard]] bool isEmpty() const { return m_methods.empty(); }

private:
    struct Hash : std::hash<std::string_view>
    {
        using is_transparent = void;
    };
    std::unordered_map<std::string, Method, Hash, std::equal_to<>> m_methods;
};

} // namespace alcedo
