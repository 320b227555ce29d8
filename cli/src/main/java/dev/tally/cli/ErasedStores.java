package dev.tally.cli;

import dev.tally.operations.erase.EraseSettings;
import dev.tally.pipelines.union.UnionTables;
import dev.tally.server.stack.Server;
import dev.tally.transforms.codec.DefaultNames;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that select the tables of attributed orders. Default: those of the local servers. */
final class ErasedStores {
  @Mixin private PinotTarget pinot = new PinotTarget();
  @Mixin private ClickHouseTarget clickHouse = new ClickHouseTarget();

  /** A store that the union job loads. */
  enum Store {
    PINOT,
    HIVE,
    CLICKHOUSE
  }

  @Option(
      names = "--stores",
      paramLabel = "STORE,…",
      split = ",",
      description =
          "The stores to erase from: PINOT, HIVE, CLICKHOUSE (default: those that an option names,"
              + " and the local ones that run).")
  private Set<Store> stores = EnumSet.allOf(Store.class);

  @Option(
      names = "--metastore",
      paramLabel = "URI",
      description =
          "Address of Hive's metastore, for example thrift://hive-1:9083 (default: the one that"
              + " ./tally up --hive started).")
  private @Nullable String metastore;

  @Option(
      names = "--pinotTable",
      paramLabel = "NAME",
      defaultValue = DefaultNames.ALL_ATTRIBUTED_ORDERS_TABLE,
      description = "Pinot's table of attributed orders (default: ${DEFAULT-VALUE}).")
  private String pinotTable;

  @Option(
      names = "--hiveTable",
      paramLabel = "NAME",
      defaultValue = DefaultNames.ATTRIBUTED_ORDERS_TABLE,
      description = "Hive's table of attributed orders (default: ${DEFAULT-VALUE}).")
  private String hiveTable;

  @Option(
      names = "--clickHouseDatabase",
      paramLabel = "NAME",
      defaultValue = DefaultNames.CLICKHOUSE_DATABASE,
      description = "ClickHouse's database (default: ${DEFAULT-VALUE}).")
  private String clickHouseDatabase;

  @Option(
      names = "--clickHouseTable",
      paramLabel = "NAME",
      defaultValue = DefaultNames.ATTRIBUTED_ORDERS_TABLE,
      description = "ClickHouse's table of attributed orders (default: ${DEFAULT-VALUE}).")
  private String clickHouseTable;

  /** Returns the stores; local ones are only used with the local Kafka. */
  EraseSettings.Stores stores(KafkaTarget kafka) throws IOException {
    StackDirectory stack = kafka.stack;
    boolean isLocal = kafka.bootstrapServers == null || stack.hasKafka(kafka.bootstrapServers);
    return new EraseSettings.Stores(
        pinot(stack, isLocal), hive(stack, isLocal), clickHouse(stack, isLocal));
  }

  private Optional<EraseSettings.Pinot> pinot(StackDirectory stack, boolean isLocal) {
    boolean isUsed = pinot.broker != null || (isLocal && stack.isUp(Server.PINOT));
    return stores.contains(Store.PINOT) && isUsed
        ? Optional.of(new EraseSettings.Pinot(pinot.broker(stack), pinotTable))
        : Optional.empty();
  }

  private Optional<EraseSettings.Hive> hive(StackDirectory stack, boolean isLocal) {
    Optional<String> local = isLocal ? stack.metastore() : Optional.empty();
    return Optional.ofNullable(metastore)
        .or(() -> local)
        .filter(any -> stores.contains(Store.HIVE))
        .map(address -> new EraseSettings.Hive(address, hiveTable));
  }

  private Optional<EraseSettings.ClickHouse> clickHouse(StackDirectory stack, boolean isLocal)
      throws IOException {
    boolean isUsed = clickHouse.url != null || (isLocal && stack.clickHouseIfUp().isPresent());
    return stores.contains(Store.CLICKHOUSE) && isUsed
        ? Optional.of(
            new EraseSettings.ClickHouse(
                clickHouse.address(stack),
                UnionTables.attributedOrdersInClickHouse(clickHouseDatabase, clickHouseTable)))
        : Optional.empty();
  }
}
