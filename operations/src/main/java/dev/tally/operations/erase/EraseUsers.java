package dev.tally.operations.erase;

import com.google.common.collect.Iterables;
import dev.tally.operations.erase.ErasureReport.Finding;
import dev.tally.operations.erase.ErasureReport.Outcome;
import dev.tally.transforms.codec.DecodeRecords;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.joda.time.Instant;

/**
 * Erases users from the stores, and finds out where and until when other copies of their data
 * exist. Attributed orders remain, with their amounts and credits, but with an empty user id.
 *
 * <p>Delivery: a request is stored before anything is erased, and marked as completed at the end.
 * Each step can be repeated, so after a failure at any point the next run continues the request. Of
 * two erasures at the same time, the one that was started first fails.
 *
 * <p>State: the requests, and one record per order of the users.
 *
 * <p>Errors: {@link IOException}, {@link org.apache.kafka.common.KafkaException} and the exceptions
 * of the stores. What was erased remains erased.
 */
public final class EraseUsers {
  /** The user id of an erased user. No accepted record has an empty id. */
  public static final String ERASED = "";

  private static final int RECORDS_PER_TRANSACTION = 500;

  private final EraseSettings settings;
  private final EraseListener listener;
  private final Supplier<Instant> clock;
  private final Supplier<String> ids;

  /**
   * Creates an erasure.
   *
   * @param clock the current time
   * @param ids returns a new id for a request
   */
  public EraseUsers(
      EraseSettings settings,
      EraseListener listener,
      Supplier<Instant> clock,
      Supplier<String> ids) {
    this.settings = settings;
    this.listener = listener;
    this.clock = clock;
    this.ids = ids;
  }

  /**
   * Finds the data of users and changes nothing.
   *
   * @param users the users; empty for those of all stored requests
   */
  public ErasureReport dryRun(Collection<UserFingerprint> users) throws IOException {
    ErasureRequests requests = requests(users);
    if (requests.isEmpty()) {
      return ErasureReport.EMPTY;
    }
    List<Finding> findings = new ArrayList<>(scan(requests, new MaskedOrders(requests)));
    for (OrderTable table : tables(requests)) {
      findings.addAll(table.find());
    }
    return report(requests.list(), findings, requests);
  }

  /**
   * Erases users.
   *
   * @param users the users; empty to apply all stored requests again
   */
  public ErasureReport erase(Collection<UserFingerprint> users) throws IOException {
    try (ErasureLog log = ErasureLog.open(settings.cluster(), settings.topics().erasures())) {
      ErasureRequests requests = requests(users);
      return requests.isEmpty() ? ErasureReport.EMPTY : erase(requests, log);
    }
  }

  private ErasureReport erase(ErasureRequests requests, ErasureLog log) throws IOException {
    log.store(open(requests));
    MaskedOrders orders = new MaskedOrders(requests);
    List<Finding> findings = new ArrayList<>(scan(requests, orders));
    mask(orders, log);
    for (OrderTable table : tables(requests)) {
      listener.erasing(table.place());
      findings.addAll(table.erase());
    }
    log.store(open(requests).stream().map(ErasureRequest::complete).toList());
    return report(
        requests.list().stream().map(ErasureRequest::complete).toList(), findings, requests);
  }

  private ErasureRequests requests(Collection<UserFingerprint> users) throws IOException {
    Map<UserFingerprint, ErasureRequest> stored =
        ErasureLog.read(settings.cluster(), settings.topics().erasures());
    return users.isEmpty()
        ? ErasureRequests.all(stored)
        : ErasureRequests.of(users, stored, ids, clock.get());
  }

  private static List<ErasureRequest> open(ErasureRequests requests) {
    return requests.list().stream().filter(request -> !request.completed()).toList();
  }

  private List<Finding> scan(ErasureRequests requests, MaskedOrders orders) throws IOException {
    TopicScan scan = new TopicScan(settings, requests, listener);
    List<Finding> findings = new ArrayList<>();
    for (UserPlace place : UserPlace.values()) {
      if (place.kind() == UserPlace.Kind.TOPIC) {
        boolean isMasked = place == UserPlace.ALL_ATTRIBUTED_ORDERS;
        findings.add(
            scan.scan(
                place,
                users(place),
                isMasked ? (raw, record) -> orders.add(raw) : (raw, record) -> {}));
      }
    }
    return findings;
  }

  private UsersInRecords users(UserPlace place) {
    return switch (place) {
      case AD_EVENTS -> UsersInRecords.ofAdEvents(settings.formats().adEvents());
      case CLEAN_AD_EVENTS -> UsersInRecords.ofAdEvents(DecodeRecords.adEvents());
      case ORDERS -> UsersInRecords.ofOrders(settings.formats().orders());
      case ATTRIBUTED_ORDERS, ALL_ATTRIBUTED_ORDERS -> UsersInRecords.ofAttributedOrders();
      case DEAD_LETTERS -> UsersInRecords.ofDeadLetters(this::ofTopic);
      default -> throw new IllegalArgumentException(place + " is no topic");
    };
  }

  /** Returns how the records of a topic are decoded; those of other topics have no user ids. */
  private UsersInRecords ofTopic(String topic) {
    return settings.topics().byPlace().entrySet().stream()
        .filter(entry -> entry.getValue().equals(topic))
        .map(Map.Entry::getKey)
        .filter(place -> place != UserPlace.DEAD_LETTERS)
        .findFirst()
        .map(this::users)
        .orElse((record, found) -> {});
  }

  private void mask(MaskedOrders orders, ErasureLog log) throws IOException {
    listener.erasing(UserPlace.ALL_ATTRIBUTED_ORDERS);
    String topic = settings.topics().of(UserPlace.ALL_ATTRIBUTED_ORDERS);
    for (List<ProducerRecord<byte[], byte[]>> some :
        Iterables.partition(orders.records(topic), RECORDS_PER_TRANSACTION)) {
      log.commit(some, listener::committing);
    }
  }

  /** Returns the tables in the order in which they are erased: Pinot is the last to follow. */
  private List<OrderTable> tables(ErasureRequests requests) {
    EraseSettings.Stores stores = settings.stores();
    return Stream.<Optional<? extends OrderTable>>of(
            stores.hive().map(hive -> new HiveOrders(hive, requests)),
            stores.clickHouse().map(store -> new ClickHouseOrders(store, requests)),
            stores.pinot().map(pinot -> new PinotOrders(pinot, requests)))
        .<OrderTable>flatMap(Optional::stream)
        .toList();
  }

  private ErasureReport report(
      List<ErasureRequest> list, List<Finding> found, ErasureRequests requests) {
    List<Finding> findings = new ArrayList<>(found);
    findings.addAll(notChecked(settings.stores()));
    findings.addAll(settings.times().findings(Instant.ofEpochMilli(requests.newestUntil())));
    findings.sort(Comparator.comparing(Finding::place));
    return new ErasureReport(list, List.copyOf(findings));
  }

  private static List<Finding> notChecked(EraseSettings.Stores stores) {
    List<Finding> findings = new ArrayList<>();
    if (stores.pinot().isEmpty()) {
      findings.add(notChecked(UserPlace.PINOT, "--pinotBroker"));
    }
    if (stores.hive().isEmpty()) {
      findings.add(notChecked(UserPlace.HIVE, "--metastore"));
    }
    if (stores.clickHouse().isEmpty()) {
      findings.add(notChecked(UserPlace.CLICKHOUSE, "--clickHouseUrl"));
    }
    return findings;
  }

  private static Finding notChecked(UserPlace place, String option) {
    return new Finding(
        place, "", Outcome.NOT_CHECKED, 0, null, "if a job loads it, name it with " + option);
  }
}
