// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/series/recordbatch.h>

#include <cmath>
#include <cstdint>
#include <memory>
#include <numbers>

namespace alcedo {

/// A small world that makes records: the same seed and times give the same records, whatever the steps taken.
/// Pure: time is given in, nothing is read from outside. Thread: any, one at a time.
class Simulation
{
public:
    virtual ~Simulation() = default;
    /// The past, at a coarse grain, so that charts and lists start filled: [fromNs, toNs). Once, before
    /// advance().
    virtual void backfill(std::int64_t fromNs, std::int64_t toNs, RecordBatchBuilder &out) = 0;
    /// All that happens up to and including toNs (wall time, ns) since the last call.
    virtual void advance(std::int64_t toNs, RecordBatchBuilder &out) = 0;

    [[nodiscard]] static std::unique_ptr<Simulation>
    market(std::uint64_t seed); ///< 40 instruments: quotes, trades, candles
    [[nodiscard]] static std::unique_ptr<Simulation>
    league(std::uint64_t seed); ///< football matches, ten times as fast
    [[nodiscard]] static std::unique_ptr<Simulation> plant(std::uint64_t seed); ///< six sensors of a works
    [[nodiscard]] static std::unique_ptr<Simulation>
    rooftop(std::uint64_t seed); ///< two slow sensors that fall silent at times
    [[nodiscard]] static std::unique_ptr<Simulation> wire(std::uint64_t seed); ///< headlines
};

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers on every platform, which <random>'s distributions
/// are not.
class SimulationRandom
{
public:
    explicit SimulationRandom(std::uint64_t seed)
        : m_state(seed)
    {
    }
    std::uint64_t bits()
    {
        std::uint64_t z = (m_state += 0x9e3779b97f4a7c15u);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
        return z ^ (z >> 31);
    }
    double uniform() { return double(bits() >> 11) * 0x1.0p-53; }
    /// Mean 0, deviation 1 (Box and Muller).
    double normal()
    {
        return std::sqrt(-2 * std::log(1 - uniform())) * std::cos(2 * std::numbers::pi * uniform());
    }
    /// Waiting time of a Poisson process.
    double exponential(double mean) { return -mean * std::log(1 - uniform()); }
    int below(int bound) { return int(uniform() * bound); }
    bool chance(double probability) { return uniform() < probability; }

private:
    std::uint64_t m_state;
};

} // namespace alcedo
