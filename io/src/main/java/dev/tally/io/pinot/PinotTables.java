package dev.tally.io.pinot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates, checks and drops the tables of a Pinot cluster through its controller.
 *
 * <p>Delivery: each call may be repeated after any fault; a repeat has no further effect.
 *
 * <p>Errors: {@link PinotException}. Calls wait for a controller or broker that does not respond
 * yet, see {@link #withTimeout}.
 */
public final class PinotTables {
  private static final Logger LOG = LoggerFactory.getLogger(PinotTables.class);
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

  private final URI address;
  private final Duration timeout;
  private final ControllerClient controller;

  private PinotTables(URI address, Duration timeout) {
    this.address = address;
    this.timeout = timeout;
    this.controller = new ControllerClient(address, timeout);
  }

  /** What {@link #apply} did. */
  public enum Applied {
    CREATED,
    UNCHANGED,
    UPDATED
  }

  /**
   * Returns the tables of the cluster with this controller, e.g. {@code
   * http://pinot-controller:9000}.
   */
  public static PinotTables at(URI controller) {
    return new PinotTables(controller, DEFAULT_TIMEOUT);
  }

  /**
   * Sets how long to wait for a controller or a Kafka broker that does not respond. Default: 60
   * seconds.
   */
  public PinotTables withTimeout(org.joda.time.Duration changed) {
    if (!changed.isLongerThan(org.joda.time.Duration.ZERO)) {
      throw new IllegalArgumentException("timeout is " + changed + ": use a positive duration.");
    }
    return new PinotTables(address, Duration.ofMillis(changed.getMillis()));
  }

  /**
   * Ensures that the cluster has this table: creates it, leaves an equal table unchanged, or
   * changes what can be changed in a running table (retention, flush thresholds, settings of the
   * Kafka client, new columns).
   *
   * <p>Errors: if the table exists but queries on it would count wrongly, or if it differs in
   * something that cannot be changed in place, nothing is changed, and the exception lists every
   * reason and what to do.
   */
  public Applied apply(PinotTable table) {
    return apply(table, TableTopicLookup.topic(table, timeout));
  }

  Applied apply(PinotTable table, TableTopic topic) {
    JsonNode schema = TableJson.schema(table);
    JsonNode config = TableJson.table(table, topic);
    Optional<JsonNode> existing = config(table.name());
    Optional<JsonNode> existingSchema = controller.get(schemaPath(table.name()));
    refuse(table, problems(table, topic, existing, existingSchema, config));

    boolean schemaChanges =
        existingSchema.map(s -> !TableDifference.missingColumns(schema, s).isEmpty()).orElse(true);
    boolean configChanges =
        existing.map(c -> !TableDifference.ofConfig(config, c).isEmpty()).orElse(true);
    UnaryOperator<String> censor = table.kafka()::censored;
    if (schemaChanges) {
      existing.ifPresent(there -> awaitSegments(table.name(), "apply the table again."));
      controller.send("POST", "/schemas?override=true", schema, censor);
    }
    if (existing.isEmpty()) {
      create(table, config);
      return Applied.CREATED;
    }
    if (configChanges) {
      controller.send("PUT", tablePath(table.name()), config, censor);
    }
    if (schemaChanges) {
      String reload = "/segments/" + table.name() + "/reload?type=REALTIME";
      awaitSegments(table.name(), "send POST " + reload + " to the controller.");
      controller.post(reload);
    }
    return schemaChanges || configChanges ? Applied.UPDATED : Applied.UNCHANGED;
  }

  /**
   * Creates the table if it does not exist. An existing table is not changed, because others may
   * have set its retention and segment settings.
   *
   * <p>Errors: {@link PinotException} with every reason if the table exists but is not safe to use
   * as the given one.
   */
  public Applied ensure(PinotTable table) {
    if (config(table.name()).isEmpty()) {
      return apply(table);
    }
    refuse(table, validate(table));
    return Applied.UNCHANGED;
  }

  /**
   * Returns why an existing table cannot safely be used as the given one with its topic as it
   * currently exists; empty if it can.
   */
  public List<String> validate(PinotTable table) {
    TableTopic topic = TableTopicLookup.topic(table, timeout);
    Optional<JsonNode> existing = config(table.name());
    if (existing.isEmpty()) {
      return List.of("Table " + table.name() + " does not exist: apply it first.");
    }
    JsonNode schema = controller.get(schemaPath(table.name())).orElseGet(MissingNode::getInstance);
    return TableChecks.problems(table, existing.get(), schema, topic);
  }

  /**
   * Returns why a table with a handwritten configuration cannot safely be used as the given one;
   * empty if it can. Does not contact any server.
   *
   * @param tableJson the table configuration, as for the controller's {@code POST /tables}
   * @param schemaJson the schema, as for {@code POST /schemas}
   * @param topic the table's topic as it currently exists
   */
  public static List<String> validate(
      PinotTable table, String tableJson, String schemaJson, TableTopic topic) {
    return TableChecks.problems(
        table,
        TableJson.read(tableJson, "The table configuration"),
        TableJson.read(schemaJson, "The schema"),
        topic);
  }

  /**
   * Returns the table configuration that {@link #apply} would create. It contains secrets in plain
   * text: do not log it.
   */
  public static String tableJson(PinotTable table, TableTopic topic) {
    return TableJson.write(TableJson.table(table, topic));
  }

  /**
   * Returns the names of the settings of Pinot's Kafka client that hold a secret in the
   * configuration of an existing table; empty if there is no such table.
   */
  public List<String> readableSecrets(String table) {
    Map<String, String> settings = new TreeMap<>();
    config(table).stream()
        .flatMap(found -> found.at("/tableIndexConfig/streamConfigs").properties().stream())
        .forEach(setting -> settings.put(setting.getKey(), setting.getValue().asText()));
    return SecretSettings.readable(settings);
  }

  /** Returns the schema that {@link #apply} would create. */
  public static String schemaJson(PinotTable table) {
    return TableJson.write(TableJson.schema(table));
  }

  /**
   * Drops a table with its schema and all its rows, immediately and permanently; does nothing if it
   * does not exist.
   */
  public void dropTable(String name) {
    controller.delete("/tables/" + name + "?type=realtime&retention=0d");
    controller.delete(schemaPath(name));
  }

  private void create(PinotTable table, JsonNode config) {
    if (!table.readableSecrets().isEmpty()) {
      LOG.warn(
          "Table {} stores a secret that anyone with access to Pinot's controller can read ({}): use a reference to a file, as docs/pinot-sink.md shows.",
          table.name(),
          table.readableSecrets());
    }
    try {
      controller.send("POST", "/tables", config, table.kafka()::censored);
    } catch (PinotException e) {
      // An earlier attempt may have created the table although its response was lost.
      boolean made =
          config(table.name())
              .map(c -> TableDifference.ofConfig(config, c).isEmpty())
              .orElse(false);
      if (!made) {
        throw e;
      }
    }
  }

  /**
   * Waits until the servers hold every segment that is assigned to them. A reload skips a segment
   * that is still being opened, and a segment that was opened with the previous schema would never
   * get the new column. Once the schema has changed, another {@link #apply} does not reload.
   */
  private void awaitSegments(String name, String advice) {
    RetryPolicy<Boolean> untilHeld =
        RetryPolicy.<Boolean>builder()
            .handleResult(false)
            .withDelay(Duration.ofMillis(200))
            .withMaxRetries(-1)
            .withMaxDuration(timeout)
            .build();
    if (!Failsafe.with(untilHeld)
        .get(() -> segments(name, "idealstate").equals(segments(name, "externalview")))) {
      throw new PinotException(
          "Pinot's servers did not load every segment of table %s within %s, so its new columns would be missing in some segments: check the servers, then %s"
              .formatted(name, timeout, advice));
    }
  }

  private JsonNode segments(String name, String view) {
    return controller
        .get(tablePath(name) + "/" + view + "?tableType=realtime")
        .map(found -> found.path("REALTIME"))
        .orElseGet(MissingNode::getInstance);
  }

  private static List<String> problems(
      PinotTable table,
      TableTopic topic,
      Optional<JsonNode> existing,
      Optional<JsonNode> existingSchema,
      JsonNode config) {
    List<String> problems = new ArrayList<>();
    existing.ifPresent(
        there -> {
          JsonNode schema = existingSchema.orElseGet(MissingNode::getInstance);
          problems.addAll(TableChecks.problems(table, there, schema, topic));
          Set<String> differing = TableDifference.ofConfig(config, there);
          differing.stream()
              .filter(setting -> !TableDifference.isMutable(setting))
              .filter(setting -> problems.stream().noneMatch(p -> p.contains(shortName(setting))))
              .map(
                  s ->
                      s
                          + " differs and cannot be changed in place: drop the table and apply it again.")
              .forEach(problems::add);
        });
    existingSchema.ifPresent(
        there -> {
          for (String column : TableDifference.extraColumns(TableJson.schema(table), there)) {
            problems.add(
                "Column %s exists only in Pinot's schema: add it to the table, or drop the table and apply it again."
                    .formatted(column));
          }
        });
    return problems;
  }

  private static String shortName(String setting) {
    return setting.substring(setting.lastIndexOf('/') + 1);
  }

  static void refuse(PinotTable table, List<String> problems) {
    if (!problems.isEmpty()) {
      throw new PinotException(
          "Table "
              + table.name()
              + " in Pinot is not safe to use as it is:\n- "
              + String.join("\n- ", problems));
    }
  }

  private Optional<JsonNode> config(String name) {
    return controller
        .get(tablePath(name) + "?type=realtime")
        .map(found -> found.path("REALTIME"))
        .filter(JsonNode::isObject);
  }

  private static String tablePath(String name) {
    return "/tables/" + name;
  }

  private static String schemaPath(String name) {
    return "/schemas/" + name;
  }
}
