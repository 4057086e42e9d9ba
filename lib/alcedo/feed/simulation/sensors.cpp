// SPDX-License-Identifier: MIT
#include <alcedo/feed/simulation/simulation.h>

#include <limits>
#include <vector>

namespace alcedo {

namespace {

constexpr std::int64_t SensorSecond = 1'000'000'000;

struct SensorSpec
{
    const char *key, *name, *unit;
    double mean, deviation;
    int scale;
    double low, high; ///< limits; NaN: none
    double secondsPerRecord;
};

constexpr double None = std::numeric_limits<double>::quiet_NaN();

const std::vector<SensorSpec> &plantSensors()
{
    static const std::vector<SensorSpec> sensors = {
        {"boiler1.feed", "Boiler 1 feed", "°C", 78.0, 1.6, 1, 60, 85, 0.1},
        {"line3.pressure", "Line 3 pressure", "bar", 4.8, 0.16, 2, 3.5, 6, 0.1},
        {"motor4.vibration", "Motor 4 vibration", "mm/s", 6.7, 0.42, 2, None, 7.1, 0.1},
        {"tank2.level", "Tank 2 level", "%", 61.5, 3.0, 1, 20, 90, 0.2},
        {"grid.frequency", "Grid frequency", "Hz", 50.0, 0.035, 3, 49.8, 50.2, 0.1},
        {"server.room", "Server room", "°C", 25.9, 0.5, 1, 18, 27, 0.5},
    };
    return sensors;
}

const std::vector<SensorSpec> &rooftopSensors()
{
    static const std::vector<SensorSpec> sensors = {
        {"roof.wind", "Wind, roof", "m/s", 11, 2.4, 1, None, 25, 1},
        {"roof.irradiance", "Irradiance, roof", "W/m²", 720, 60, 0, None, 1200, 1},
    };
    return sensors;
}

/// Each value wanders about its mean (Ornstein and Uhlenbeck) with a slow swell; a gateway may fall silent as
/// a whole.
class SensorSimulation final : public Simulation
{
public:
    enum class Silences { Never, Sometimes };
    SensorSimulation(std::uint64_t seed, const std::vector<SensorSpec> &specs, Silences silences)
        : m_random(seed)
        , m_silences(silences)
    {
        for (const SensorSpec &spec : specs)
            m_sensors.push_back({&spec, m_random.normal() * 0.6, 0, 0});
    }

    void backfill(std::int64_t fromNs, std::int64_t toNs, RecordBatchBuilder &out) override
    {
        for (std::int64_t now = fromNs; now < toNs; now += 5 * SensorSecond) {
            for (Sensor &sensor : m_sensors)
                emitValue(sensor, now, 5, out);
        }
    }

    void advance(std::int64_t toNs, RecordBatchBuilder &out) override
    {
        for (Sensor &sensor : m_sensors) {
            if (sensor.nextNs == 0)
                sensor.nextNs = toNs;
            for (; sensor.nextNs <= toNs; sensor.nextNs += period(sensor)) {
                if (!isSilent(sensor.nextNs))
                    emitValue(sensor, sensor.nextNs, sensor.spec->secondsPerRecord, out);
            }
        }
    }

private:
    struct Sensor
    {
        const SensorSpec *spec;
        double level; ///< in deviations from the mean
        double swell;
        std::int64_t nextNs;
    };

    static std::int64_t period(const Sensor &sensor)
    {
        return std::int64_t(sensor.spec->secondsPerRecord * double(SensorSecond));
    }

    /// 20 s out of every 170 s.
    [[nodiscard]] bool isSilent(std::int64_t now) const
    {
        return m_silences == Silences::Sometimes && (now / SensorSecond) % 170 >= 150;
    }

    void emitValue(Sensor &it, std::int64_t now, double seconds, RecordBatchBuilder &out)
    {
        it.swell += -it.swell * seconds / 300 + 0.05 * std::sqrt(seconds) * m_random.normal();
        it.level += -(it.level - it.swell) * seconds / 20 + 0.12 * std::sqrt(seconds) * m_random.normal();
        const SensorSpec &spec = *it.spec;
        out.begin(RecordKind::Sensor, spec.key, now, now);
        out.set(sensor::Value, Decimal::fromDouble(spec.mean + spec.deviation * it.level, spec.scale));
        out.set(sensor::Unit, std::string_view(spec.unit));
        out.set(sensor::Low, Decimal::fromDouble(spec.low, spec.scale));
        out.set(sensor::High, Decimal::fromDouble(spec.high, spec.scale));
        out.set(sensor::Name, std::string_view(spec.name));
        out.set(sensor::Quality, std::string_view("good"));
    }

    SimulationRandom m_random;
    Silences m_silences;
    std::vector<Sensor> m_sensors;
};

} // namespace

std::unique_ptr<Simulation> Simulation::plant(std::uint64_t seed)
{
    return std::make_unique<SensorSimulation>(seed, plantSensors(), SensorSimulation::Silences::Never);
}

std::unique_ptr<Simulation> Simulation::rooftop(std::uint64_t seed)
{
    return std::make_unique<SensorSimulation>(seed, rooftopSensors(), SensorSimulation::Silences::Sometimes);
}

} // namespace alcedo
