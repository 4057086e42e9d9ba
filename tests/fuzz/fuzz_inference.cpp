// SPDX-License-Identifier: MIT
// A hostile feed that is guessed at: whatever is proposed is a profile that the loader takes, and that reads
// the messages it was made of.
#include <alcedo/feed/mapping.h>
#include <alcedo/feed/routereader.h>
#include <alcedo/feed/shapeinference.h>

#include <cstdlib>

using namespace alcedo;

namespace {

// Texts within messages, and changes of both kinds: what is guessed at is then made of several messages.
constexpr char Opening[] = R"({"profile": 1, "name": "fuzz", "title": "Fuzz", "endpoints": ["ws://127.0.0.1"],
  "embedded": ["/data", "/payload"],
  "merge": [{"when": {"/c": 1}, "key": "/k", "at": "/d", "by": "merge"}, {"when": {"/c": 2}, "key": "/k", "at": "/d", "by": "patch"}],
  "routes": [{"when": {}, "record": "sensor", "key": "/k", "map": {"value": "/d/v"}}]})";

/// The guess at what a profile that opens and merges would see: any, and none of it lost in the making.
void guessAtSeen(const ShapeInference &guess)
{
    static const FeedProfile profile = [] {
        auto parsed = FeedProfile::parse(Opening, QStringLiteral("fuzz.json"));
        if (!parsed)
            std::abort();
        return *std::move(parsed);
    }();
    RouteReader reader(profile);
    ShapeInference seen;
    seen.addSeen(guess, reader);
    const auto kinds = seen.propose();
    if (seen.samples() > guess.samples())
        std::abort();
    if (!kinds.isEmpty() && !FeedProfile::parse(ShapeInference::profile(QStringLiteral("guess"), {}, kinds),
                                                QStringLiteral("guess.json")))
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t size)
{
    const QByteArray text(reinterpret_cast<const char *>(bytes), qsizetype(size));
    ShapeInference guess;
    std::int64_t time = 0;
    const QByteArrayList messages = text.split('\n');
    for (const QByteArray &message : messages)
        guess.add(message, time += 1'000'000);
    guessAtSeen(guess);
    const auto kinds = guess.propose();
    if (kinds.isEmpty())
        return 0;
    auto profile = FeedProfile::parse(ShapeInference::profile(QStringLiteral("guess"), {}, kinds),
                                      QStringLiteral("guess.json"));
    if (!profile)
        std::abort();
    Mapping mapping(std::move(profile).value());
    RecordBatchBuilder builder;
    for (const QByteArray &message : messages)
        (void)mapping.map(message, 1, builder);
    return 0;
}
