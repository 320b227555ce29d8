package dev.tally.bench;

import dev.tally.transforms.attribute.AttributionRules;
import dev.tally.transforms.attribute.Campaigns;
import dev.tally.transforms.model.CampaignVersion;
import dev.tally.transforms.model.Order;
import dev.tally.transforms.model.OrderProgress;
import dev.tally.transforms.model.Revision;
import dev.tally.transforms.model.Touch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Last-touch attribution as one would write it for Flink: per user and store a list of touches and
 * a map of orders, timers for orders that wait and for state that can be removed, and the campaigns
 * as a constant.
 *
 * <p>Like Tally's implementation it emits an order when the watermark has passed it, again when a
 * touch that wins arrives later, and again when the order is cancelled. It supports no other
 * strategy and no campaigns that arrive later. So an order can store its credit, and a late touch
 * is compared with that credit only.
 */
@SuppressWarnings("NullAway.Init") // Flink calls open() before it uses the function.
final class LastTouchFunction
    extends KeyedCoProcessFunction<Tuple2<String, String>, TouchPojo, OrderPojo, OrderPojo> {
  private static final long serialVersionUID = 1L;
  private static final AttributionRules RULES = AttributionRules.defaults();
  private static final long AGE = RULES.maxEventAge().getMillis();
  private static final long STEP = AGE / 8;

  private transient ListState<TouchPojo> touches;
  private transient MapState<String, OrderPojo> orders;
  private transient Campaigns campaigns;

  @Override
  public void open(OpenContext context) {
    touches =
        getRuntimeContext()
            .getListState(new ListStateDescriptor<>("touches", Types.POJO(TouchPojo.class)));
    orders =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>("orders", Types.STRING, Types.POJO(OrderPojo.class)));
    campaigns = Traffic.known();
  }

  @Override
  public void processElement1(TouchPojo touch, Context context, Collector<OrderPojo> out)
      throws Exception {
    touches.add(touch);
    context.timerService().registerEventTimeTimer(sweepAfter(touch.time));
    for (OrderPojo kept : listOf(orders.values())) {
      if (kept.due && !kept.isCancelled() && isEligible(touch, kept.time)) {
        long revision = revision(kept, touch.touch());
        if (revision > kept.revision) {
          emit(kept, revision, touch, out);
        }
      }
    }
  }

  @Override
  public void processElement2(OrderPojo order, Context context, Collector<OrderPojo> out)
      throws Exception {
    OrderPojo kept = orders.get(order.orderId);
    boolean cancels = order.isCancelled() && (kept == null || !kept.isCancelled());
    if (kept != null && !cancels) {
      return;
    }
    long watermark = context.timerService().currentWatermark();
    boolean waits = !cancels && order.time > watermark;
    if (waits) {
      orders.put(order.orderId, order);
      context.timerService().registerEventTimeTimer(order.time);
    } else if (cancels) {
      OrderPojo gone = kept == null ? order : kept;
      gone.status = Order.CANCELLED;
      emit(gone, revision(gone, null), null, out);
    } else {
      credit(order, out);
    }
    if (order.time + AGE < watermark) {
      orders.remove(order.orderId);
    } else {
      context.timerService().registerEventTimeTimer(sweepAfter(order.time));
    }
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<OrderPojo> out)
      throws Exception {
    long watermark = context.timerService().currentWatermark();
    for (OrderPojo kept : listOf(orders.values())) {
      if (!kept.due && kept.time <= watermark) {
        credit(kept, out);
      }
    }
    if (time % STEP == 0) {
      sweep(context);
    }
  }

  private void credit(OrderPojo order, Collector<OrderPojo> out) throws Exception {
    TouchPojo best = null;
    for (TouchPojo touch : touches.get()) {
      if (isEligible(touch, order.time) && (best == null || wins(touch, best))) {
        best = touch;
      }
    }
    Touch touch = best == null ? null : best.touch();
    emit(order, revision(order, touch), best, out);
  }

  private static long revision(OrderPojo order, @Nullable Touch touch) {
    boolean closed = order.isCancelled();
    return Revision.ofCredit(
        0, new OrderProgress(Instant.ofEpochMilli(order.time), closed, closed ? 1 : 0), touch);
  }

  private void emit(
      OrderPojo order, long revision, @Nullable TouchPojo touch, Collector<OrderPojo> out)
      throws Exception {
    order.due = true;
    order.revision = revision;
    order.eventId = touch == null ? "" : touch.eventId;
    orders.put(order.orderId, order);
    out.collect(order);
  }

  private boolean isEligible(TouchPojo touch, long orderTime) {
    long before = orderTime - touch.time;
    if (before < 0) {
      return false;
    }
    CampaignVersion campaign = campaigns.at(touch.campaignId, Instant.ofEpochMilli(orderTime));
    if (campaign == null) {
      return before <= longestWindow(touch);
    }
    var window = touch.click ? campaign.clickWindow() : campaign.viewWindow();
    return campaign.active() && before <= window.getMillis();
  }

  private static boolean wins(TouchPojo touch, TouchPojo other) {
    if (touch.click != other.click) {
      return touch.click;
    }
    return touch.time == other.time ? winsTie(touch, other) : touch.time > other.time;
  }

  private static boolean winsTie(TouchPojo touch, TouchPojo other) {
    return Touch.BY_TIME.compare(touch.touch(), other.touch()) > 0;
  }

  private void sweep(OnTimerContext context) throws Exception {
    long oldest = context.timerService().currentWatermark() - AGE;
    List<TouchPojo> all = listOf(touches.get());
    List<TouchPojo> left = stillNeeded(all, oldest);
    if (left.size() < all.size()) {
      touches.update(left);
    }
    for (TouchPojo touch : left) {
      if (touch.time <= oldest) {
        context.timerService().registerEventTimeTimer(sweepAfter(expiry(touch)));
      }
    }
    for (OrderPojo kept : listOf(orders.values())) {
      if (kept.due && kept.time < oldest) {
        orders.remove(kept.orderId);
      }
    }
  }

  /**
   * Returns the touches that are still needed: those later than the oldest order that may still
   * arrive, and those that may still be credited.
   */
  private static List<TouchPojo> stillNeeded(List<TouchPojo> all, long oldest) {
    Map<String, TouchPojo> latest = new HashMap<>();
    for (TouchPojo touch : all) {
      if (touch.time <= oldest) {
        latest.merge(touch.rank(), touch, (a, b) -> wins(b, a) ? b : a);
      }
    }
    List<TouchPojo> left = new ArrayList<>();
    for (TouchPojo touch : all) {
      boolean wins = touch == latest.get(touch.rank()) && expiry(touch) >= oldest;
      if (wins || touch.time > oldest) {
        left.add(touch);
      }
    }
    return left;
  }

  private static long expiry(TouchPojo touch) {
    return touch.time + longestWindow(touch);
  }

  private static long longestWindow(TouchPojo touch) {
    return (touch.click ? RULES.clickWindow() : RULES.viewWindow()).getMillis();
  }

  private static long sweepAfter(long time) {
    return (Math.floorDiv(time + AGE, STEP) + 1) * STEP;
  }

  private static <T> List<T> listOf(@Nullable Iterable<T> values) {
    List<T> list = new ArrayList<>();
    if (values != null) {
      values.forEach(list::add);
    }
    return list;
  }
}
