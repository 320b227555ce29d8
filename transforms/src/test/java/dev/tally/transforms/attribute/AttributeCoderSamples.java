package dev.tally.transforms.attribute;

import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.noonPlus;
import static dev.tally.transforms.model.ModelCoderSamples.ORDER;
import static dev.tally.transforms.model.ModelCoderSamples.RAW;
import static dev.tally.transforms.model.ModelCoderSamples.TOUCH;

import dev.tally.transforms.CoderSample;
import dev.tally.transforms.attribute.KeptOrder.Phase;
import dev.tally.transforms.model.CampaignVersion;
import dev.tally.transforms.model.Received;
import dev.tally.transforms.model.Touch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.joda.time.Duration;
import org.joda.time.Instant;

/** A sample for each form that a coder of the package writes. */
public final class AttributeCoderSamples {
  private static final Candidates CANDIDATES = new Candidates(List.of(TOUCH, TOUCH), 300);
  private static final OrderRef REF = new OrderRef(Phase.OPEN, NOON, "order");

  private AttributeCoderSamples() {}

  public static List<CoderSample<?>> all() {
    List<CoderSample<?>> all = new ArrayList<>();
    addOrders(all);
    addState(all);
    addBuckets(all);
    addCampaigns(all);
    return all;
  }

  private static void addOrders(List<CoderSample<?>> all) {
    all.add(CoderSample.of(ArrivalCoder.of(), "touch", new Arrival.OfTouch(TOUCH)));
    all.add(
        CoderSample.of(ArrivalCoder.of(), "order", new Arrival.OfOrder(Received.of(ORDER, RAW))));
    all.add(CoderSample.of(CandidatesCoder.of(), "two touches", CANDIDATES));
    all.add(CoderSample.of(CandidatesCoder.of(), "none", Candidates.NONE));
    all.add(
        CoderSample.of(
            OrderTouchesCoder.of(), "due order", new OrderTouches(ORDER, 3, CANDIDATES)));
    for (Phase phase : Phase.values()) {
      all.add(CoderSample.of(OrderRefCoder.of(), phase.name(), new OrderRef(phase, NOON, "order")));
    }
    KeptOrder kept = KeptOrder.of(new OrderRecord(ORDER, "us/orders-3@1"), Phase.WAITING);
    all.add(CoderSample.of(KeptOrderCoder.of(), "waiting", kept));
    all.add(CoderSample.of(KeptOrderCoder.of(), "open", kept.at(Phase.OPEN).withEmittedHash(-7)));
    all.add(
        CoderSample.of(
            KeptOrderCoder.of(), "decided", kept.withEmittedHash(7).decided(CANDIDATES)));
  }

  private static void addState(List<CoderSample<?>> all) {
    all.add(CoderSample.of(BlockCoder.ofTouches(), "touches", List.of(TOUCH, TOUCH)));
    all.add(CoderSample.of(BlockCoder.ofRefs(), "references", List.of(REF)));
    Directory.Entry<Touch> entry =
        new Directory.Entry<>(8, TOUCH, 2, new BlockFacts(1, List.of(-5L)));
    Directory<Touch> one =
        new Directory<>(
            9, List.of(new Directory.Entry<>(8, TOUCH, 2, BlockFacts.NONE)), List.of(TOUCH, TOUCH));
    all.add(CoderSample.of(DirectoryCoder.ofTouches(), "one block", one));
    all.add(
        CoderSample.of(
            DirectoryCoder.ofTouches(),
            "two blocks",
            new Directory<>(9, List.of(entry, entry), List.of())));
    Directory<OrderRef> refs =
        new Directory<>(
            1, List.of(new Directory.Entry<>(0, REF, 1, BlockFacts.NONE)), List.of(REF));
    all.add(CoderSample.of(DirectoryCoder.ofRefs(), "one block", refs));
    all.add(
        CoderSample.of(
            AttributionHeadCoder.of(),
            "all fields",
            new AttributionHead(one, refs, new Late(NOON, noonPlus(1)), NOON, noonPlus(1))));
    all.add(
        CoderSample.of(
            AttributionHeadCoder.of(),
            "only touches",
            new AttributionHead(one, Directory.empty(), null, null, noonPlus(1))));
    HourCounts counts = HourCounts.none();
    counts.clicks().put(300L, 2L);
    counts.clicks().put(301L, 400L);
    counts.impressions().put(-1L, 1L);
    all.add(CoderSample.of(HourCountsCoder.of(), "clicks and an impression", counts));
    all.add(CoderSample.of(LateCoder.of(), "range", new Late(NOON, noonPlus(1))));
  }

  private static void addBuckets(List<CoderSample<?>> all) {
    UserStore key = new UserStore("user", "store");
    DueKey due = new DueKey(NOON, key);
    all.add(CoderSample.of(UserStoreCoder.of(), "key", key));
    KeyedArrival touch = new KeyedArrival(key, new Arrival.OfTouch(TOUCH));
    all.add(CoderSample.of(KeyedArrivalCoder.of(), "touch", touch));
    all.add(CoderSample.of(DueKeyCoder.of(), "due key", due));
    all.add(CoderSample.of(SweepPageCoder.of(), "page", new SweepPage(NOON, 300)));
    all.add(CoderSample.of(BlockCoder.ofDueKeys(), "due keys", List.of(due)));
    all.add(CoderSample.of(BlockCoder.ofKeys(), "keys", List.of(key, key)));
    Directory<DueKey> one =
        new Directory<>(
            1, List.of(new Directory.Entry<>(0, due, 1, BlockFacts.NONE)), List.of(due));
    all.add(CoderSample.of(DirectoryCoder.ofDueKeys(), "one block", one));
    SortedMap<Instant, Integer> sweeps = new TreeMap<>(Map.of(NOON, 1, noonPlus(1), 300));
    all.add(
        CoderSample.of(AgendaCoder.of(), "all fields", new Agenda(one, sweeps, NOON, noonPlus(1))));
    all.add(CoderSample.of(AgendaCoder.of(), "empty", Agenda.EMPTY));
  }

  private static void addCampaigns(List<CoderSample<?>> all) {
    VersionIndex index =
        VersionIndex.of(List.of(version("c", 2, -1), version("c", 2, 0), version("d", 3, 0)));
    all.add(CoderSample.of(PackedVersions.of(), "two campaigns", index));
    all.add(CoderSample.of(PackedVersions.of(), "none", VersionIndex.EMPTY));
    all.add(
        CoderSample.of(CampaignSnapshotCoder.of(), "snapshot", new CampaignSnapshot(index, NOON)));
    all.add(
        CoderSample.of(
            CampaignChangesCoder.of(), "changes", new CampaignChanges(NOON, index, noonPlus(20))));
  }

  private static CampaignVersion version(String id, long viewWindow, long brokerSeconds) {
    return new CampaignVersion(
        id,
        NOON,
        Duration.millis(300),
        Duration.millis(viewWindow),
        5,
        viewWindow == 2,
        noonPlus(brokerSeconds));
  }
}
