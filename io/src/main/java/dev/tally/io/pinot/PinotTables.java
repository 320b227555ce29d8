package dev.tally.io.pinot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates, checks and drops the tables of a Pinot cluster through its controller.
 *
 * <p>Delivery: each call may be repeated after any fault. A repeat completes what an interrupted
 * call has begun, and has no effect after a call that returned.
 *
 * <p>Errors: {@link PinotException}. Calls wait for a Pinot controller or Kafka broker that does
 * not respond yet, see {@link #withTimeout}.
 */
public final class PinotTables {
  private static final Logger LOG = LoggerFactory.getLogger(PinotTables.class);
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);
  private static final String SCHEMAS = "/schemas?override=true";

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
   * Kafka client, new columns). For new columns the consuming segments are committed, because they
   * leave out columns that are newer than themselves, and then the segments are reloaded; also if
   * an earlier call was interrupted after it had added the columns. New columns of records that
   * Pinot consumed before have default values.
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
    ObjectNode config = TableJson.table(table, topic);
    Optional<JsonNode> existing = config(table.name());
    Optional<JsonNode> existingSchema = controller.get(schemaPath(table.name()));
    refuse(table, TableChanges.problems(table, topic, existing, existingSchema, config));

    boolean schemaChanges =
        existingSchema.map(s -> !TableDifference.missingColumns(schema, s).isEmpty()).orElse(true);
    boolean configChanges =
        existing.map(c -> !TableDifference.ofConfig(config, c).isEmpty()).orElse(true);
    UnaryOperator<String> censor = table.kafka()::censored;
    if (existing.isEmpty()) {
      if (schemaChanges) {
        controller.send("POST", SCHEMAS, schema, censor);
      }
      create(table, config);
      return Applied.CREATED;
    }
    ServedSegments segments = new ServedSegments(controller, table.name(), timeout);
    boolean needsReload = schemaChanges || TableJson.isReloadPending(existing.get());
    if (needsReload) {
      segments.await();
    }
    if (schemaChanges) {
      controller.send("PUT", tablePath(table.name()), TableJson.reloadPending(config), censor);
      controller.send("POST", SCHEMAS, schema, censor);
      segments.await();
    }
    if (needsReload) {
      segments.commitConsuming();
      segments.reload();
    }
    if (needsReload || configChanges) {
      controller.send("PUT", tablePath(table.name()), config, censor);
      return Applied.UPDATED;
    }
    return Applied.UNCHANGED;
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
   * Compares the table in Pinot with the given definition and with the current topic in Kafka.
   * Returns every reason why it is not safe to use; empty if there is none.
   */
  public List<String> validate(PinotTable table) {
    TableTopic topic = TableTopicLookup.topic(table, timeout);
    Optional<JsonNode> existing = config(table.name());
    if (existing.isEmpty()) {
      return List.of("Table " + table.name() + " does not exist: apply it first.");
    }
    JsonNode schema = controller.get(schemaPath(table.name())).orElseGet(MissingNode::getInstance);
    return problems(table, existing.get(), schema, topic);
  }

  private static List<String> problems(
      PinotTable table, JsonNode config, JsonNode schema, TableTopic topic) {
    List<String> problems = new ArrayList<>(TableChecks.problems(table, config, schema, topic));
    if (TableJson.isReloadPending(config)) {
      problems.add(
          "Columns were added, but not to the segments that are consuming, because the call was interrupted: apply the table again.");
    }
    return problems;
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
    return problems(
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
