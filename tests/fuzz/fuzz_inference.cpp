// SPDX-License-Identifier: MIT
// A hostile feed that is guessed at: whatever is proposed is a profile that the loader takes, and that reads
// the messages it was made of.
#include <alcedo/feed/mapping.h>
#include <alcedo/feed/shapeinference.h>

#include <cstdlib>

using namespace alcedo;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t size)
{
    const QByteArray text(reinterpret_cast<const char *>(bytes), qsizetype(size));
    ShapeInference guess;
    std::int64_t time = 0;
    const QByteArrayList messages = text.split('\n');
    for (const QByteArray &message : messages)
        guess.add(message, time += 1'000'000);
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
