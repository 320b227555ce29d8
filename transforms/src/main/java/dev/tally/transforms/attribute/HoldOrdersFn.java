package dev.tally.transforms.attribute;

import dev.tally.transforms.attribute.BeamHoldCells.Timers;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.DeadLetterCounters;
import dev.tally.transforms.model.Touch;
import java.util.List;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TupleTag;

/**
 * Holds an order until the watermark has passed its time, and then emits it with the touches that
 * may earn credit for it, again after each change. {@link HoldRule} makes the decisions for one
 * user and store. The users and stores of a bucket share its state cells and its two timers; {@link
 * BucketAgenda} lists for which of them a timer fires.
 */
final class HoldOrdersFn extends DoFn<KV<Integer, List<KeyedArrival>>, OrderTouches> {
  private static final long serialVersionUID = 1L;

  /**
   * Per bucket: for each user and store one {@link AttributionHead}, about 65 bytes per touch up to
   * 128 touches, and about 80 bytes per block beyond, as long as anything is held. {@link #SWEEP}
   * shortens it.
   */
  private static final String HEADS = "heads";

  /**
   * Per bucket: for each user and store with more than one block of touches, the blocks by id, each
   * with at most 128 touches, for as long as the head lists them.
   */
  private static final String TOUCH_BLOCKS = "touch-blocks";

  /**
   * Per bucket: for each user and store, the number of forgotten touches of each hour, until the
   * watermark is {@code maxEventAge} plus the window of their type after the hour. Only used by the
   * models other than last touch. {@link #SWEEP} removes hours.
   */
  private static final String FORGOTTEN = "forgotten";

  /**
   * Per bucket: each order with its records, until the watermark is {@code maxRefundAge} after the
   * latest order time in them; {@link #SWEEP} removes it.
   */
  private static final String ORDERS = "orders";

  /**
   * Per bucket: for each user and store with more than one block of references to orders, the
   * blocks by id, each with at most 128 references. Each order has one reference.
   */
  private static final String ORDER_BLOCKS = "order-blocks";

  /**
   * Per bucket: one {@link Agenda}, about 10 bytes per time at which users and stores are swept,
   * and up to 128 of those that are due.
   */
  private static final String AGENDA = "agenda";

  /**
   * Per bucket with more than one block of users and stores that are due: the blocks by id, each
   * with at most 128 of them, until they are due.
   */
  private static final String DUE_BLOCKS = "due-blocks";

  /**
   * Per bucket: pages of at most 128 users and stores to sweep, about 20 bytes for each, until they
   * are swept.
   */
  private static final String SWEEP_PAGES = "sweep-pages";

  /**
   * Per bucket, event time: when the next order is due, or when late touches are reviewed. It holds
   * the watermark at that time.
   */
  private static final String DUE = "due";

  /** Per bucket, event time: when state can be forgotten. It does not hold the watermark. */
  private static final String SWEEP = "sweep";

  private final Counter duplicates = Metrics.counter(AttributeOrders.class, "duplicates_dropped");
  private final Counter reviewed = Metrics.counter(AttributeOrders.class, "orders_reviewed");
  private final Counter leftOut = Metrics.counter(AttributeOrders.class, "touches_left_out");
  private final Counter swept = Metrics.counter(AttributeOrders.class, "touches_forgotten");
  private final DeadLetterCounters letters = DeadLetterCounters.of(AttributeOrders.class);

  @StateId(HEADS)
  private final StateSpec<MapState<UserStore, AttributionHead>> headsSpec =
      StateSpecs.map(UserStoreCoder.of(), AttributionHeadCoder.of());

  @StateId(TOUCH_BLOCKS)
  private final StateSpec<MapState<KV<UserStore, Integer>, List<Touch>>> touchBlocksSpec =
      StateSpecs.map(KvCoder.of(UserStoreCoder.of(), VarIntCoder.of()), BlockCoder.ofTouches());

  @StateId(FORGOTTEN)
  private final StateSpec<MapState<UserStore, HourCounts>> forgottenSpec =
      StateSpecs.map(UserStoreCoder.of(), HourCountsCoder.of());

  @StateId(ORDERS)
  private final StateSpec<MapState<KV<UserStore, String>, KeptOrder>> ordersSpec =
      StateSpecs.map(KvCoder.of(UserStoreCoder.of(), StringUtf8Coder.of()), KeptOrderCoder.of());

  @StateId(ORDER_BLOCKS)
  private final StateSpec<MapState<KV<UserStore, Integer>, List<OrderRef>>> orderBlocksSpec =
      StateSpecs.map(KvCoder.of(UserStoreCoder.of(), VarIntCoder.of()), BlockCoder.ofRefs());

  @StateId(AGENDA)
  private final StateSpec<ValueState<Agenda>> agendaSpec = StateSpecs.value(AgendaCoder.of());

  @StateId(DUE_BLOCKS)
  private final StateSpec<MapState<Integer, List<DueKey>>> dueBlocksSpec =
      StateSpecs.map(VarIntCoder.of(), BlockCoder.ofDueKeys());

  @StateId(SWEEP_PAGES)
  private final StateSpec<MapState<SweepPage, List<UserStore>>> sweepPagesSpec =
      StateSpecs.map(SweepPageCoder.of(), BlockCoder.ofKeys());

  @TimerId(DUE)
  private final TimerSpec dueSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  @TimerId(SWEEP)
  private final TimerSpec sweepSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final AttributionRules rules;
  private final TupleTag<OrderTouches> dueOrders;
  private final TupleTag<DeadLetter> refused;

  HoldOrdersFn(
      AttributionRules rules, TupleTag<OrderTouches> dueOrders, TupleTag<DeadLetter> refused) {
    this.rules = rules;
    this.dueOrders = dueOrders;
    this.refused = refused;
  }

  @ProcessElement
  public void process(
      @Element KV<Integer, List<KeyedArrival>> block,
      @StateId(HEADS) MapState<UserStore, AttributionHead> heads,
      @StateId(TOUCH_BLOCKS) MapState<KV<UserStore, Integer>, List<Touch>> touchBlocks,
      @StateId(FORGOTTEN) MapState<UserStore, HourCounts> forgotten,
      @StateId(ORDERS) MapState<KV<UserStore, String>, KeptOrder> orders,
      @StateId(ORDER_BLOCKS) MapState<KV<UserStore, Integer>, List<OrderRef>> orderBlocks,
      @StateId(AGENDA) ValueState<Agenda> agenda,
      @StateId(DUE_BLOCKS) MapState<Integer, List<DueKey>> dueBlocks,
      @StateId(SWEEP_PAGES) MapState<SweepPage, List<UserStore>> sweepPages,
      @TimerId(DUE) Timer due,
      @TimerId(SWEEP) Timer sweep,
      MultiOutputReceiver out) {
    BeamHoldCells cells =
        new BeamHoldCells(
            heads, touchBlocks, forgotten, orders, orderBlocks, agenda, dueBlocks, sweepPages);
    HoldBucket bucket = bucket(cells, due, out);
    bucket.arrive(block.getValue());
    bucket.save(new Timers(due, sweep));
  }

  @OnTimer(DUE)
  public void due(
      @StateId(HEADS) MapState<UserStore, AttributionHead> heads,
      @StateId(TOUCH_BLOCKS) MapState<KV<UserStore, Integer>, List<Touch>> touchBlocks,
      @StateId(FORGOTTEN) MapState<UserStore, HourCounts> forgotten,
      @StateId(ORDERS) MapState<KV<UserStore, String>, KeptOrder> orders,
      @StateId(ORDER_BLOCKS) MapState<KV<UserStore, Integer>, List<OrderRef>> orderBlocks,
      @StateId(AGENDA) ValueState<Agenda> agenda,
      @StateId(DUE_BLOCKS) MapState<Integer, List<DueKey>> dueBlocks,
      @StateId(SWEEP_PAGES) MapState<SweepPage, List<UserStore>> sweepPages,
      @TimerId(DUE) Timer due,
      @TimerId(SWEEP) Timer sweep,
      MultiOutputReceiver out) {
    BeamHoldCells cells =
        new BeamHoldCells(
            heads, touchBlocks, forgotten, orders, orderBlocks, agenda, dueBlocks, sweepPages);
    HoldBucket bucket = bucket(cells, due, out);
    bucket.due();
    bucket.save(new Timers(due, sweep));
  }

  @OnTimer(SWEEP)
  public void sweep(
      @StateId(HEADS) MapState<UserStore, AttributionHead> heads,
      @StateId(TOUCH_BLOCKS) MapState<KV<UserStore, Integer>, List<Touch>> touchBlocks,
      @StateId(FORGOTTEN) MapState<UserStore, HourCounts> forgotten,
      @StateId(ORDERS) MapState<KV<UserStore, String>, KeptOrder> orders,
      @StateId(ORDER_BLOCKS) MapState<KV<UserStore, Integer>, List<OrderRef>> orderBlocks,
      @StateId(AGENDA) ValueState<Agenda> agenda,
      @StateId(DUE_BLOCKS) MapState<Integer, List<DueKey>> dueBlocks,
      @StateId(SWEEP_PAGES) MapState<SweepPage, List<UserStore>> sweepPages,
      @TimerId(DUE) Timer due,
      @TimerId(SWEEP) Timer sweep,
      MultiOutputReceiver out) {
    BeamHoldCells cells =
        new BeamHoldCells(
            heads, touchBlocks, forgotten, orders, orderBlocks, agenda, dueBlocks, sweepPages);
    HoldBucket bucket = bucket(cells, sweep, out);
    bucket.sweep();
    bucket.save(new Timers(due, sweep));
  }

  private HoldBucket bucket(BeamHoldCells cells, Timer timer, MultiOutputReceiver out) {
    return new HoldBucket(rules, cells, timer.getCurrentRelativeTime(), new Routed(out));
  }

  /** Counts what a bucket decides, and routes it to the outputs of the step. */
  private final class Routed implements HoldEffects {
    private final MultiOutputReceiver out;

    Routed(MultiOutputReceiver out) {
      this.out = out;
    }

    @Override
    public void emitted(OrderTouches order) {
      out.get(dueOrders).output(order);
    }

    @Override
    public void rejected(DeadLetter letter) {
      letters.count(letter.getReason());
      out.get(refused).output(letter);
    }

    @Override
    public void dropped() {
      duplicates.inc();
    }

    @Override
    public void reviewed(int orders) {
      reviewed.inc(orders);
    }

    @Override
    public void forgotten(int touches) {
      swept.inc(touches);
    }

    @Override
    public void leftOut() {
      leftOut.inc();
    }
  }
}
