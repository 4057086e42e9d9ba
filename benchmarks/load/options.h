// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <string_view>

/// What alcedo_load is told, and how it ends where that makes no sense.
namespace load {

[[noreturn]] inline void fail(const std::string &why)
{
    std::fprintf(stderr, "alcedo_load: %s\n", why.c_str());
    std::exit(1);
}

/// The command line: --name value pairs, with defaults.
class Options
{
public:
    Options(int argc, char **argv)
    {
        for (int i = 1; i + 1 < argc; i += 2) {
            const std::string_view name = argv[i];
            const auto known = m_values.find(std::string(name.substr(std::min<std::size_t>(name.size(), 2))));
            if (known == m_values.end())
                fail("unknown option " + std::string(name) + "; the beginning of client.cpp lists them");
            known->second = argv[i + 1];
        }
    }
    [[nodiscard]] const std::string &text(const char *name) const { return m_values.at(name); }
    [[nodiscard]] double number(const char *name) const { return std::atof(m_values.at(name).c_str()); }
    [[nodiscard]] std::size_t count(const char *name) const
    {
        return std::size_t(std::atoll(m_values.at(name).c_str()));
    }

private:
    std::map<std::string, std::string> m_values{
        {"port", "0"},    {"connections", "1"},  {"mode", "count"}, {"hello", ""},    {"dialect", "text"},
        {"window", "64"}, {"request", "{tick}"}, {"latency", "0"},  {"deflate", "0"}, {"path", "/"},
        {"protocol", ""}, {"warmup", "500"},     {"seconds", "2"},  {"sources", "0"}, {"pid", "0"}};
};

/// With the first of what replaced.
inline std::string replaced(std::string text, std::string_view what, std::string_view with)
{
    if (const std::size_t at = text.find(what); at != std::string::npos)
        text.replace(at, what.size(), with);
    return text;
}

} // namespace load
