// SPDX-License-Identifier: MIT
#include <alcedo/feed/simulation/simulation.h>

#include <array>
#include <string>
#include <vector>

namespace alcedo {

namespace {

constexpr std::int64_t LeagueSecond = 1'000'000'000;
constexpr int Pace = 10; ///< match seconds a real second
constexpr int HalfSeconds = 45 * 60;
constexpr int BreakSeconds = 6 * 60; ///< of match pace
constexpr int ReviewSeconds = 70;
constexpr int RestSeconds =
    12 * 60; ///< the final score stands this long, then the next fixture takes the pitch

constexpr std::array Clubs = {"Nordhavn",  "Kawase",    "Vila Serra", "Lochmoor", "Bergstad", "Minatogawa",
                              "Aldermere", "Costanova", "Drumlin",    "Estrela",  "Falkenau", "Yukishiro"};
constexpr std::array Players = {"Endo",      "Larsen", "Okafor",       "Silva",  "Novak", "Tanaka",
                                "Moreau",    "Petrov", "Haaland-Ruiz", "Kimura", "Doyle", "Castro",
                                "Lindqvist", "Abe",    "Romano",       "Weiss"};

struct Match
{
    std::string key, home, away;
    std::int64_t kickOffNs = 0;
    int reached = 0; ///< seconds of match time lived through, half-time and rest included
    std::int64_t homeScore = 0, awayScore = 0, homeYellow = 0, awayYellow = 0, homeRed = 0, awayRed = 0,
                 revision = 0;
    int correctionDue = -1; ///< a goal under review falls at this second
    bool reviewedGoalIsHome = false;
};

/// What the scoreboard shows of a match at this second of its life.
struct Phase
{
    const char *period;
    int clock;
    bool plays;
};

Phase phaseAt(int second)
{
    if (second < HalfSeconds)
        return {"1st half", second, true};
    if (second < HalfSeconds + BreakSeconds)
        return {"Half-time", HalfSeconds, false};
    if (second < 2 * HalfSeconds + BreakSeconds)
        return {"2nd half", second - BreakSeconds, true};
    return {"Full time", 2 * HalfSeconds, false};
}

class LeagueSimulation final : public Simulation
{
public:
    explicit LeagueSimulation(std::uint64_t seed)
        : m_random(seed)
    {
    }

    /// The matches that are under way at toNs, with what happened in them so far.
    void backfill(std::int64_t, std::int64_t toNs, RecordBatchBuilder &out) override
    {
        constexpr std::array ElapsedMinutes = {62, 44, 78, 12, 97};
        for (const int elapsed : ElapsedMinutes)
            m_matches.push_back(kickOff(toNs - std::int64_t(elapsed) * 60 * LeagueSecond / Pace));
        advance(toNs, out);
    }

    void advance(std::int64_t toNs, RecordBatchBuilder &out) override
    {
        for (Match &match : m_matches)
            play(match, toNs, out);
    }

private:
    Match kickOff(std::int64_t atNs)
    {
        Match match;
        const std::size_t home = std::size_t(m_fixture * 2) % Clubs.size();
        match.home = Clubs[home];
        match.away = Clubs[(home + 1 + std::size_t(m_fixture) / Clubs.size() * 2) % Clubs.size()];
        if (match.home == match.away)
            match.away = Clubs[(home + 1) % Clubs.size()];
        match.key = "match-" + std::to_string(++m_fixture);
        match.kickOffNs = atNs;
        match.reached = -1;
        return match;
    }

    void play(Match &match, std::int64_t toNs, RecordBatchBuilder &out)
    {
        constexpr int End = 2 * HalfSeconds + BreakSeconds + RestSeconds;
        const int until = int((toNs - match.kickOffNs) * Pace / LeagueSecond);
        while (match.reached < until) {
            const int second = ++match.reached;
            const std::int64_t now = match.kickOffNs + std::int64_t(second) * LeagueSecond / Pace;
            if (second > End) {
                begin(match, now, out, RecordFlag::Removed);
                match = kickOff(now);
                return;
            }
            const Phase phase = phaseAt(second);
            if (phase.plays)
                maybeEvent(match, second, phase, now, out);
            const bool periodStarts =
                second == 0 || std::string_view(phase.period) != phaseAt(second - 1).period;
            if (periodStarts) {
                begin(match, now, out);
                out.set(score::Event, std::string_view("period"));
                out.set(score::Minute, std::int64_t(phase.clock / 60));
            } else if (phase.plays && second % (Pace / 2) == 0 && second + 2 * Pace > until) {
                begin(match, now, out); // the clock, twice a second; long past ones are of no use
            }
        }
    }

    void maybeEvent(Match &match, int second, const Phase &phase, std::int64_t now, RecordBatchBuilder &out)
    {
        if (match.correctionDue == second) {
            correct(match, phase, now, out);
            return;
        }
        // About 2.7 goals and 3.5 cards a match, per 5,400 s of play.
        const double draw = m_random.uniform() * 5'400;
        if (draw > 6.3)
            return;
        const bool home = m_random.chance(0.55);
        std::string_view event = "goal";
        if (draw < 2.7) {
            (home ? match.homeScore : match.awayScore) += 1;
            if (match.correctionDue <= second && m_random.chance(0.18)) {
                match.correctionDue =
                    second + ReviewSeconds; // not where the half ends before: then the goal stands
                match.reviewedGoalIsHome = home;
            }
        } else if (draw < 6.1) {
            event = "yellow";
            (home ? match.homeYellow : match.awayYellow) += 1;
        } else {
            event = "red";
            (home ? match.homeRed : match.awayRed) += 1;
        }
        begin(match, now, out);
        out.set(score::Event, event);
        out.set(score::Team, home ? std::string_view("home") : std::string_view("away"));
        out.set(score::Player, std::string_view(Players[std::size_t(m_random.below(int(Players.size())))]));
        out.set(score::Minute, std::int64_t(phase.clock) / 60 + 1);
    }

    void correct(Match &match, const Phase &phase, std::int64_t now, RecordBatchBuilder &out)
    {
        const std::string before = std::to_string(match.homeScore) + "–" + std::to_string(match.awayScore);
        (match.reviewedGoalIsHome ? match.homeScore : match.awayScore) -= 1;
        const std::string after = std::to_string(match.homeScore) + "–" + std::to_string(match.awayScore);
        match.correctionDue = -1;
        match.revision += 1;
        begin(match, now, out, RecordFlag::Correction);
        out.set(score::Event, std::string_view("correction"));
        out.set(score::Team, match.reviewedGoalIsHome ? std::string_view("home") : std::string_view("away"));
        out.set(score::Minute, std::int64_t(phase.clock) / 60 + 1);
        const std::string note = before + " → " + after;
        out.set(score::Note, std::string_view(note));
    }

    static void begin(const Match &match, std::int64_t now, RecordBatchBuilder &out, std::uint8_t flags = 0)
    {
        const Phase phase = phaseAt(match.reached);
        out.begin(RecordKind::Score, match.key, now, now, flags);
        out.set(score::Home, std::string_view(match.home));
        out.set(score::Away, std::string_view(match.away));
        out.set(score::HomeScore, match.homeScore);
        out.set(score::AwayScore, match.awayScore);
        out.set(score::Clock, std::int64_t(phase.clock));
        out.set(score::Period, std::string_view(phase.period));
        out.set(score::Revision, match.revision);
        out.set(score::HomeYellow, match.homeYellow);
        out.set(score::AwayYellow, match.awayYellow);
        out.set(score::HomeRed, match.homeRed);
        out.set(score::AwayRed, match.awayRed);
    }

    SimulationRandom m_random;
    int m_fixture = 0;
    std::vector<Match> m_matches;
};

} // namespace

std::unique_ptr<Simulation> Simulation::league(std::uint64_t seed)
{
    return std::make_unique<LeagueSimulation>(seed);
}

} // namespace alcedo
