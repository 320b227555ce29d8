package dev.tally.truth.compare;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares the highest revision of each attributed order with a truth file.
 *
 * <p>Input: all revisions, in any order, each any number of times. An order is different if its
 * highest revision differs from the truth file, if one of its revisions was found with different
 * contents, or if it has two record UUIDs.
 *
 * <p>State: one line and two strings per order, and 16 bytes per revision.
 */
public final class OrdersComparison {
  private static final int EXAMPLES_OF_A_KIND = 10;
  private static final Set<String> CLOSED = Set.of("cancelled", "refunded");

  private final OrdersTruth truth;
  private final String model;
  private final Map<String, ComparedOrder> byUuid = new HashMap<>();
  private long records;

  private OrdersComparison(OrdersTruth truth, String model) {
    this.truth = truth;
    this.model = model;
  }

  /**
   * Creates a comparison with a truth file; it has no rows yet.
   *
   * @param model the attribution model whose records are compared, for example {@code last_touch}
   */
  public static OrdersComparison with(OrdersTruth truth, String model) {
    return new OrdersComparison(truth, model);
  }

  /** Adds a revision; revisions of other models are ignored. */
  public void add(OrderRow row) {
    if (!row.value(OrderColumn.MODEL).equals(model)) {
      return;
    }
    records++;
    byUuid.computeIfAbsent(row.recordUuid(), uuid -> new ComparedOrder()).add(row);
  }

  /** Returns the counts of the rows added so far. */
  public OrdersFound found() {
    long revisions = byUuid.values().stream().mapToLong(ComparedOrder::revisions).sum();
    long cancelled = byUuid.values().stream().filter(s -> s.fate == Fate.CANCELLED).count();
    long credited = byUuid.values().stream().filter(s -> s.fate == Fate.CREDITED).count();
    return new OrdersFound(
        records, revisions, credited, byUuid.size() - credited - cancelled, cancelled);
  }

  /** Returns the differences of the rows added so far. */
  public Differences differences() {
    Kind missing = new Kind();
    Kind different = new Kind();
    Kind extra = new Kind();
    Set<String> found = new HashSet<>();
    for (ComparedOrder compared : byUuid.values()) {
      String expected = truth.line(compared.orderId);
      boolean first = found.add(compared.orderId);
      if (expected == null) {
        extra.add("extra: " + compared.line);
      } else if (!first) {
        different.add("different: " + compared.orderId + " has two record UUIDs");
      } else if (compared.contradicted) {
        different.add("different: a revision with two contents: " + compared.line);
      } else if (!expected.equals(compared.line)) {
        different.add("different: %s, must be %s".formatted(compared.line, expected));
      }
    }
    truth
        .lines()
        .forEach(
            (orderId, line) -> {
              if (!found.contains(orderId)) {
                missing.add("missing: " + line);
              }
            });
    return new Differences(
        missing.count,
        extra.count,
        different.count,
        truth.rows(),
        Stream.of(missing, different, extra).flatMap(kind -> kind.examples.stream()).toList());
  }

  private enum Fate {
    CREDITED,
    UNCREDITED,
    CANCELLED
  }

  /** The revisions found of one record UUID. */
  private final class ComparedOrder {
    private final Map<Long, Long> contents = new HashMap<>(4);
    private long highest = Long.MIN_VALUE;
    private String orderId = "";
    private String line = "";
    private Fate fate = Fate.UNCREDITED;
    private boolean contradicted;

    void add(OrderRow row) {
      Long content = hash(text(row, OrderColumn.all()));
      Long before = contents.putIfAbsent(row.revision(), content);
      contradicted |= before != null && !before.equals(content);
      if (row.revision() > highest) {
        highest = row.revision();
        orderId = row.orderId();
        line = text(row, truth.columns());
        fate = fate(row);
      }
    }

    int revisions() {
      return contents.size();
    }
  }

  private static Fate fate(OrderRow row) {
    if (CLOSED.contains(row.value(OrderColumn.STATUS))) {
      return Fate.CANCELLED;
    }
    return row.value(OrderColumn.TOUCH_EVENT_ID).isEmpty() ? Fate.UNCREDITED : Fate.CREDITED;
  }

  private static String text(OrderRow row, List<OrderColumn> columns) {
    return columns.stream().map(row::value).collect(Collectors.joining(","));
  }

  private static long hash(String text) {
    return Hashing.murmur3_128().hashString(text, StandardCharsets.UTF_8).asLong();
  }

  /** The differences of one kind. */
  private static final class Kind {
    private final List<String> examples = new ArrayList<>();
    private long count;

    void add(String example) {
      if (count++ < EXAMPLES_OF_A_KIND) {
        examples.add(example);
      }
    }
  }
}
