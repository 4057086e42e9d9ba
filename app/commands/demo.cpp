// SPDX-License-Identifier: GPL-3.0-or-later
#include <commands/demo.h>

#include <alcedo/feed/feedprofile.h>
#include <alcedo/feed/simulatedsource.h>
#if __has_include(<alcedo/feed/sourcespec.h>)
#include <alcedo/feed/sourcespec.h>
#endif

namespace alcedo {

class Demo::Private
{
};

Demo::Demo() : d(std::make_unique<Private>()) {}
Demo::~Demo() = default;

Result<void> Demo::start(Pipeline &pipeline)
{
    for (const QString &world : SimulatedSource::worlds()) {
        pipeline.add([world](SourceId id, Clock &clock) -> std::unique_ptr<Source> {
            return std::make_unique<SimulatedSource>(id, world, SimulatedSource::Options{}, clock);
        });
    }
    return {};
}

Dashboard::SourceMaker sourceMaker()
{
#if __has_include(<alcedo/feed/sourcespec.h>)
    return [](const QString &word) -> Result<Pipeline::Factory> {
        const auto spec = SourceSpec::parse(word);
        if (!spec)
            return spec.error();
        return Pipeline::Factory([spec = *spec](SourceId id, Clock &clock) { return makeSource(spec, id, clock); });
    };
#else
    return {};
#endif
}

QStringList profileNames()
{
    return FeedProfile::shipped();
}

} // namespace alcedo
