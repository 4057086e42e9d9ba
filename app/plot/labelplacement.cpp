// SPDX-License-Identifier: GPL-3.0-or-later
#include "labelplacement.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace alcedo {

namespace {

/// From the anchor outward, each tag moves just far enough away from the one before.
void pushFrom(std::vector<AxisTag *> &order, std::size_t anchor)
{
    for (std::size_t i = anchor + 1; i < order.size(); ++i) {
        const double gap = (order[i]->height + order[i - 1]->height) / 2;
        order[i]->place = std::max(order[i]->place, order[i - 1]->place + gap);
    }
    for (std::size_t i = anchor; i-- > 0;) {
        const double gap = (order[i]->height + order[i + 1]->height) / 2;
        order[i]->place = std::min(order[i]->place, order[i + 1]->place - gap);
    }
}

} // namespace

void pushApart(std::vector<AxisTag> &tags, double low, double high)
{
    if (tags.empty())
        return;
    std::vector<AxisTag *> order;
    order.reserve(tags.size());
    for (AxisTag &tag : tags) {
        const double half = tag.height / 2;
        tag.place = std::clamp(tag.centre, low + half, std::max(low + half, high - half));
        order.push_back(&tag);
    }
    std::stable_sort(order.begin(), order.end(), [](auto *a, auto *b) { return a->centre < b->centre; });
    const auto top = std::max_element(order.begin(), order.end(),
                                      [](auto *a, auto *b) { return a->priority < b->priority; });
    pushFrom(order, std::size_t(top - order.begin()));
    // What was pushed over an edge pushes back; this may move the anchor, which is better than a tag out of
    // sight.
    if (const double over = order.back()->place + order.back()->height / 2 - high; over > 0) {
        order.back()->place -= over;
        pushFrom(order, order.size() - 1);
    }
    if (const double under = low - (order.front()->place - order.front()->height / 2); under > 0) {
        order.front()->place += under;
        pushFrom(order, 0);
    }
}

QRectF freePlace(std::span<const QRectF> candidates, const QRectF &bounds,
                 std::span<const ColumnExtent> marks)
{
    for (const QRectF &rect : candidates) {
        if (!bounds.contains(rect))
            continue;
        const auto first = std::size_t(std::max(0.0, std::floor(rect.left())));
        const auto end = std::min(marks.size(), std::size_t(std::max(0.0, std::ceil(rect.right()))));
        bool isFree = true;
        for (std::size_t x = first; x < end && isFree; ++x)
            isFree = marks[x].top > marks[x].bottom || double(marks[x].bottom) < rect.top() ||
                     double(marks[x].top) > rect.bottom();
        if (isFree)
            return rect;
    }
    return {};
}

} // namespace alcedo
