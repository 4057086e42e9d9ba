// SPDX-License-Identifier: MIT
#include <alcedo/feed/simulation/simulation.h>

#include <array>
#include <string>

namespace alcedo {

namespace {

constexpr std::int64_t WireSecond = 1'000'000'000;

struct Headline
{
    const char *text; ///< %1: a place, %2: a number
    const char *severity;
    const char *tags;
};

constexpr std::array Headlines = {
    Headline{"Central bank of %1 keeps its policy rate; %2 members dissent", "urgent", "rates"},
    Headline{"Port of %1 reopens after a four-hour fog closure", "info", "shipping"},
    Headline{"Gas storage in %1 falls below the five-year mean for the first time since October", "notice",
             "gas,storage"},
    Headline{"Copper smelters in %1 report normal output after the grid fault", "info", "metals"},
    Headline{"Exchange of %1: opening auction moved to 09:0%2", "info", "venue"},
    Headline{"Wheat yield estimate for %1 raised by 1.%2\u00A0%", "notice", "wheat"},
    Headline{"Grid operator of %1 asks for reserve, %200\u00A0MW", "urgent", "power"},
    Headline{"Industrial output of %1 up 0.%2\u00A0% in the month", "info", "macro"},
    Headline{"Weekly crude inventories in %1: down %2.1 million barrels", "notice", "oil"},
    Headline{"%1 issues a %2-year bond; book three times covered", "info", "bonds"},
    Headline{"Storm warning for the coast of %1, gusts to 11%2\u00A0km/h", "notice", "weather"},
    Headline{"Rail link to %1 restored, freight delays ease", "info", "transport"},
    Headline{"Chip maker in %1 raises its outlook for the quarter", "notice", "equities"},
    Headline{"Trading in %1 halted for %2 minutes by the volatility guard", "urgent", "venue"},
};
constexpr std::array Places = {"Nordhavn",  "Vila Serra", "Lochmoor", "Bergstad",
                               "Aldermere", "Costanova",  "Estrela",  "Minatogawa"};

class NewsSimulation final : public Simulation
{
public:
    explicit NewsSimulation(std::uint64_t seed)
        : m_random(seed)
    {
    }

    void backfill(std::int64_t fromNs, std::int64_t toNs, RecordBatchBuilder &out) override
    {
        for (std::int64_t now = fromNs + nextWait(400); now < toNs; now += nextWait(400))
            emitItem(now, out);
    }

    void advance(std::int64_t toNs, RecordBatchBuilder &out) override
    {
        if (m_nextNs == 0)
            m_nextNs = toNs + 6 * WireSecond;
        for (; m_nextNs <= toNs; m_nextNs += nextWait(35))
            emitItem(m_nextNs, out);
    }

private:
    std::int64_t nextWait(double meanSeconds)
    {
        return std::int64_t((meanSeconds / 4 + m_random.exponential(meanSeconds * 0.75)) *
                            double(WireSecond));
    }

    void emitItem(std::int64_t now, RecordBatchBuilder &out)
    {
        const Headline &headline = Headlines[std::size_t(m_item * 5 % int(Headlines.size()))];
        std::string text = headline.text;
        const auto fill = [&text](std::string_view mark, std::string_view with) {
            if (const auto at = text.find(mark); at != std::string::npos)
                text.replace(at, mark.size(), with);
        };
        fill("%1", Places[std::size_t(m_random.below(int(Places.size())))]);
        fill("%2", std::to_string(2 + m_random.below(7)));
        const std::string id = "demo-" + std::to_string(++m_item);
        out.begin(RecordKind::News, id, now, now);
        out.set(news::Id, std::string_view(id));
        out.set(news::Headline, std::string_view(text));
        out.set(news::Severity, std::string_view(headline.severity));
        out.set(news::Tags, std::string_view(headline.tags));
    }

    SimulationRandom m_random;
    int m_item = 0;
    std::int64_t m_nextNs = 0;
};

} // namespace

std::unique_ptr<Simulation> Simulation::wire(std::uint64_t seed)
{
    return std::make_unique<NewsSimulation>(seed);
}

} // namespace alcedo
