// SPDX-License-Identifier: GPL-3.0-or-later
#include <commands/demo.h>

#include <alcedo/feed/simulatedsource.h>

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
    return {};
}

QStringList profileNames()
{
    return {};
}

} // namespace alcedo
