// SPDX-License-Identifier: MIT
#pragma once

#include <bit>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <string>
#include <string_view>
#include <sys/resource.h>
#include <unistd.h>
#include <vector>

/// What alcedo_load looks at: ticks in bytes, times, processes.
namespace load {

/// By their one B (see tick.h).
inline std::uint64_t ticksIn(std::string_view bytes)
{
    std::uint64_t count = 0;
    for (std::size_t at = bytes.find('B'); at != std::string_view::npos; at = bytes.find('B', at + 1))
        ++count;
    return count;
}

/// Times in buckets of a 32nd of their size.
class Histogram
{
public:
    void add(std::uint64_t ns)
    {
        ++m_buckets[bucket(ns)];
        ++m_count;
    }
    [[nodiscard]] double us(double quantile) const
    {
        std::uint64_t seen = 0;
        for (std::size_t i = 0; i < m_buckets.size(); ++i) {
            seen += m_buckets[i];
            if (double(seen) > quantile * double(m_count))
                return double(lowest(i)) / 1000;
        }
        return 0;
    }

private:
    static std::size_t bucket(std::uint64_t ns)
    {
        if (ns < 32)
            return std::size_t(ns);
        const auto top = std::size_t(std::bit_width(ns)) - 1;
        return (top - 4) * 32 + std::size_t(ns >> (top - 5) & 31U);
    }
    static std::uint64_t lowest(std::size_t i)
    {
        if (i < 32)
            return i;
        const std::size_t top = i / 32 + 4;
        return (std::uint64_t(1) << top) + (std::uint64_t(i % 32) << (top - 5));
    }
    std::vector<std::uint64_t> m_buckets = std::vector<std::uint64_t>(64 * 32);
    std::uint64_t m_count = 0;
};

/// What the kernel says of the server's process.
struct Process
{
    int pid = 0;
    [[nodiscard]] double cpuSeconds() const
    {
        std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
        std::string all((std::istreambuf_iterator<char>(file)), {});
        unsigned long long user = 0, kernel = 0;
        const std::size_t at = all.rfind(')');
        if (at != std::string::npos)
            std::sscanf(all.c_str() + at + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %llu %llu", &user,
                        &kernel);
        return double(user + kernel) / double(sysconf(_SC_CLK_TCK));
    }
    [[nodiscard]] double residentBytes() const
    {
        std::ifstream file("/proc/" + std::to_string(pid) + "/statm");
        double size = 0, resident = 0;
        file >> size >> resident;
        return resident * double(sysconf(_SC_PAGESIZE));
    }
};

/// Of this process.
inline double ownCpuSeconds()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

} // namespace load
