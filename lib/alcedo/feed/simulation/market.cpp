// SPDX-License-Identifier: MIT
#include <alcedo/feed/simulation/simulation.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

namespace alcedo {

namespace {

constexpr std::int64_t Second = 1'000'000'000;
constexpr std::int64_t Minute = 60 * Second;
constexpr std::int64_t BackfillStep = 10 * Second;

struct InstrumentSpec
{
    const char *name;
    double price;
    int scale; ///< digits after the point
    double spreadTicks;
    double volatility; ///< deviation of the log price over a minute
    double eventsPerSecond;
    bool hasSessions; ///< closes for a few minutes now and then, and opens with a jump
};

constexpr std::array<InstrumentSpec, 40> Instruments = {{
    {"BTC/USD", 67'412.5, 1, 5, 5.0e-4, 90, false}, {"ETH/USD", 3'518.42, 2, 8, 6.0e-4, 70, false},
    {"SOL/USD", 151.38, 2, 1, 8.0e-4, 45, false},   {"XRP/USD", 0.6127, 4, 1, 8.0e-4, 30, false},
    {"ADA/USD", 0.4583, 4, 1, 8.0e-4, 18, false},   {"LTC/USD", 83.91, 2, 2, 7.0e-4, 15, false},
    {"DOGE/USD", 0.15824, 5, 1, 9.0e-4, 25, false}, {"LINK/USD", 14.276, 3, 2, 8.0e-4, 12, false},
    {"EUR/USD", 1.08347, 5, 1, 0.9e-4, 40, false},  {"USD/JPY", 151.462, 3, 1, 1.0e-4, 40, false},
    {"GBP/USD", 1.26518, 5, 1, 1.0e-4, 28, false},  {"AUD/USD", 0.65832, 5, 1, 1.1e-4, 20, false},
    {"USD/CHF", 0.90471, 5, 1, 0.9e-4, 16, false},  {"EUR/JPY", 164.108, 3, 1, 1.1e-4, 18, false},
    {"USD/CNH", 7.24861, 5, 5, 0.5e-4, 0.9, true},  {"EUR/GBP", 0.85637, 5, 1, 0.7e-4, 10, false},
    {"NZD/USD", 0.60114, 5, 1, 1.1e-4, 9, false},   {"USD/CAD", 1.36842, 5, 1, 0.8e-4, 12, false},
    {"Nikkei 225", 39'845, 0, 5, 1.6e-4, 14, true}, {"TOPIX", 2'761.5, 1, 5, 1.5e-4, 8, true},
    {"S&P 500", 5'234.25, 2, 25, 1.2e-4, 30, true}, {"Nasdaq 100", 18'302.75, 2, 50, 1.7e-4, 26, true},
    {"DAX 40", 18'179, 0, 1, 1.4e-4, 16, true},     {"FTSE 100", 7'738.5, 1, 5, 1.2e-4, 12, true},
    {"Hang Seng", 16'529, 0, 3, 2.0e-4, 12, true},  {"Euro Stoxx 50", 5'031, 0, 1, 1.4e-4, 12, true},
    {"Gold", 2'168.4, 1, 2, 1.4e-4, 18, true},      {"Silver", 24.815, 3, 5, 2.4e-4, 12, true},
    {"Copper", 4.0525, 4, 5, 1.8e-4, 0.6, true},    {"Platinum", 912.3, 1, 3, 2.0e-4, 5, true},
    {"WTI crude", 82.71, 2, 1, 2.2e-4, 20, true},   {"Brent crude", 86.89, 2, 1, 2.1e-4, 18, true},
    {"Natural gas", 1.703, 3, 1, 4.0e-4, 12, true}, {"Wheat", 552.25, 2, 25, 2.2e-4, 3, true},
    {"Corn", 438.75, 2, 25, 1.8e-4, 3, true},       {"Coffee", 184.35, 2, 5, 2.6e-4, 2, true},
    {"US 2Y yield", 4.594, 3, 1, 1.5e-4, 4, true},  {"US 10Y yield", 4.294, 3, 1, 1.8e-4, 6, true},
    {"Bund 10Y", 2.372, 3, 1, 2.0e-4, 4, true},     {"JGB 10Y", 0.738, 3, 1, 1.6e-4, 1.2, true},
}};
struct Instrument
{
    const InstrumentSpec *spec = nullptr;
    double log = 0;        ///< log of the mid price
    double drift = 0;      ///< wanders about zero over some ten minutes
    double heat = 0;       ///< log of the volatility's factor; also wanders
    double excitement = 0; ///< each event makes the next ones likelier for a second: bursts
    double open = 0, high = 0, low = 0, volume = 0;
    std::int64_t lastNs = 0, nextNs = 0, nextCloseNs = 0;
    std::uint64_t trades = 0;

    [[nodiscard]] Decimal price(double value) const { return Decimal::fromDouble(value, spec->scale); }
};

class MarketSimulation final : public Simulation
{
public:
    explicit MarketSimulation(std::uint64_t seed)
        : m_random(seed)
    {
        for (const InstrumentSpec &spec : Instruments) {
            Instrument instrument;
            instrument.spec = &spec;
            instrument.log = std::log(spec.price * (1 + 0.004 * m_random.normal()));
            instrument.open = std::exp(instrument.log) * (1 + 0.008 * m_random.normal());
            instrument.high = std::max(instrument.open, std::exp(instrument.log));
            instrument.low = std::min(instrument.open, std::exp(instrument.log));
            m_instruments.push_back(instrument);
        }
    }

    void backfill(std::int64_t fromNs, std::int64_t toNs, RecordBatchBuilder &out) override
    {
        fromNs -= fromNs % Minute;
        std::vector<Decimal> opens(m_instruments.size()), highs(m_instruments.size()),
            lows(m_instruments.size());
        std::vector<double> volumes(m_instruments.size());
        for (std::int64_t now = fromNs; now < toNs; now += BackfillStep) {
            const bool minuteStarts = now % Minute == 0;
            for (std::size_t i = 0; i < m_instruments.size(); ++i) {
                Instrument &instrument = m_instruments[i];
                // The grain is coarse, the walk is not: ten small steps a point, so that candles have wicks.
                for (int step = 0; step < 10; ++step) {
                    move(instrument, 1.0);
                    const Decimal price = instrument.price(std::exp(instrument.log));
                    if (minuteStarts && step == 0)
                        opens[i] = highs[i] = lows[i] = price;
                    highs[i] = std::max(highs[i], price);
                    lows[i] = std::min(lows[i], price);
                }
                const double traded = tradeSize(instrument) * instrument.spec->eventsPerSecond * 3;
                volumes[i] = (minuteStarts ? 0 : volumes[i]) + traded;
                instrument.volume += traded;
                instrument.lastNs = std::min(now + BackfillStep, toNs) - 1;
                emitQuote(instrument, instrument.lastNs, out);
                if ((now + BackfillStep) % Minute == 0)
                    emitCandle(instrument, now + BackfillStep - Minute, opens[i], highs[i], lows[i],
                               volumes[i], out);
            }
        }
    }

    void advance(std::int64_t toNs, RecordBatchBuilder &out) override
    {
        if (m_instruments.front().nextNs == 0) {
            for (Instrument &instrument : m_instruments)
                begin(instrument, toNs);
        }
        // Events of all instruments in the order of their times, whatever the caller's steps.
        const auto later = [](const Instrument *a, const Instrument *b) { return a->nextNs > b->nextNs; };
        std::vector<Instrument *> due;
        for (Instrument &instrument : m_instruments) {
            if (instrument.nextNs <= toNs)
                due.push_back(&instrument);
        }
        std::make_heap(due.begin(), due.end(), later);
        while (!due.empty()) {
            std::pop_heap(due.begin(), due.end(), later);
            Instrument &instrument = *due.back();
            happen(instrument, out);
            if (instrument.nextNs <= toNs)
                std::push_heap(due.begin(), due.end(), later);
            else
                due.pop_back();
        }
    }

private:
    void begin(Instrument &instrument, std::int64_t now)
    {
        instrument.lastNs = now;
        instrument.nextNs =
            now + std::int64_t(m_random.exponential(1 / instrument.spec->eventsPerSecond) * double(Second));
        instrument.nextCloseNs = now + std::int64_t(m_random.uniform() * 40 * double(Minute));
    }

    void move(Instrument &instrument, double seconds)
    {
        const double minutes = seconds / 60;
        instrument.drift += -instrument.drift * minutes / 8 + 0.45 * std::sqrt(minutes) * m_random.normal();
        instrument.heat += -instrument.heat * minutes / 5 + 0.35 * std::sqrt(minutes) * m_random.normal();
        const double volatility = instrument.spec->volatility * std::exp(instrument.heat);
        instrument.log +=
            volatility * (0.3 * instrument.drift * minutes + std::sqrt(minutes) * m_random.normal());
        const double mid = std::exp(instrument.log);
        instrument.high = std::max(instrument.high, mid);
        instrument.low = std::min(instrument.low, mid);
    }

    void happen(Instrument &instrument, RecordBatchBuilder &out)
    {
        const std::int64_t now = instrument.nextNs;
        const double elapsed = double(now - instrument.lastNs) / double(Second);
        move(instrument, elapsed);
        instrument.excitement = std::min(instrument.excitement * std::exp(-1.5 * elapsed) +
                                             1.1 / (1 + instrument.spec->eventsPerSecond),
                                         4.0);
        instrument.lastNs = now;
        emitQuote(instrument, now, out);
        if (m_random.chance(0.35))
            emitTrade(instrument, now, out);
        const double rate = instrument.spec->eventsPerSecond * (0.3 + 0.9 * instrument.excitement);
        instrument.nextNs =
            now + std::max<std::int64_t>(1, std::int64_t(m_random.exponential(1 / rate) * double(Second)));
        if (instrument.spec->hasSessions && now >= instrument.nextCloseNs) {
            // The session ends; the next one opens elsewhere than this one closed.
            instrument.nextNs = now + 90 * Second + std::int64_t(m_random.uniform() * 3 * double(Minute));
            instrument.log += 3 * instrument.spec->volatility * m_random.normal();
            instrument.nextCloseNs =
                instrument.nextNs + 25 * Minute + std::int64_t(m_random.uniform() * 30 * double(Minute));
        }
    }

    double tradeSize(const Instrument &instrument)
    {
        return (0.2 + m_random.exponential(1)) * std::max(0.01, 20'000 / std::exp(instrument.log) / 10);
    }

    void emitQuote(Instrument &instrument, std::int64_t now, RecordBatchBuilder &out)
    {
        const double tick = std::pow(10.0, -instrument.spec->scale);
        const double mid = std::exp(instrument.log);
        const double half = 0.5 * tick * instrument.spec->spreadTicks * (1 + 0.5 * m_random.uniform());
        const Decimal bid = instrument.price(mid - half);
        Decimal ask = instrument.price(mid + half);
        if (ask <= bid)
            ask = Decimal(bid.mantissa() + 1, bid.scale());
        out.begin(RecordKind::Quote, instrument.spec->name, now, now);
        out.set(quote::Last, m_random.chance(0.5) ? bid : ask);
        out.set(quote::Bid, bid);
        out.set(quote::Ask, ask);
        out.set(quote::BidSize, Decimal::fromDouble(tradeSize(instrument), 4));
        out.set(quote::AskSize, Decimal::fromDouble(tradeSize(instrument), 4));
        out.set(quote::Volume, Decimal::fromDouble(instrument.volume, 2));
        out.set(quote::Open, instrument.price(instrument.open));
        out.set(quote::High, instrument.price(instrument.high));
        out.set(quote::Low, instrument.price(instrument.low));
    }

    void emitTrade(Instrument &instrument, std::int64_t now, RecordBatchBuilder &out)
    {
        const double size = tradeSize(instrument);
        instrument.volume += size;
        std::array<char, 24> id{};
        const auto end = std::to_chars(id.data(), id.data() + id.size(), ++instrument.trades).ptr;
        out.begin(RecordKind::Trade, instrument.spec->name, now, now);
        out.set(trade::Price, instrument.price(std::exp(instrument.log)));
        out.set(trade::Size, Decimal::fromDouble(size, 4));
        out.set(trade::Side, m_random.chance(0.5) ? std::string_view("buy") : std::string_view("sell"));
        out.set(trade::Id, std::string_view(id.data(), std::size_t(end - id.data())));
    }

    static void emitCandle(const Instrument &instrument, std::int64_t openNs, Decimal open, Decimal high,
                           Decimal low, double volume, RecordBatchBuilder &out)
    {
        out.begin(RecordKind::Candle, instrument.spec->name, openNs, openNs + Minute);
        out.set(candle::Open, open);
        out.set(candle::High, high);
        out.set(candle::Low, low);
        out.set(candle::Close, std::clamp(instrument.price(std::exp(instrument.log)), low, high));
        out.set(candle::Volume, Decimal::fromDouble(volume, 2));
        out.set(candle::Interval, Minute);
        out.set(candle::Closed, std::int64_t(1));
    }

    SimulationRandom m_random;
    std::vector<Instrument> m_instruments;
};

} // namespace

std::unique_ptr<Simulation> Simulation::market(std::uint64_t seed)
{
    return std::make_unique<MarketSimulation>(seed);
}

} // namespace alcedo
