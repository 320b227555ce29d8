package dev.tally.pipelines.union;

import dev.tally.io.clickhouse.ClickHouseAddress;
import dev.tally.io.clickhouse.ClickHouseTable;
import dev.tally.transforms.codec.RecordColumn;
import dev.tally.transforms.codec.RecordType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;

/**
 * The ClickHouse server and tables that the union job loads.
 *
 * @param address the server, with the user
 * @param adMetrics the table of ad metrics
 * @param attributedOrders the table of attributed orders, without the credits of attribution models
 *     that credit several touches
 */
record ClickHouseStore(
    ClickHouseAddress address, ClickHouseTable adMetrics, ClickHouseTable attributedOrders) {

  /**
   * Returns what the options name; empty if they name no ClickHouse.
   *
   * @throws IllegalArgumentException if an option is invalid; the message names it
   */
  static Optional<ClickHouseStore> of(UnionOptions options) {
    String url = options.getClickHouseUrl();
    if (url == null) {
      return Optional.empty();
    }
    String database = options.getClickHouseDatabase();
    return Optional.of(
        new ClickHouseStore(
            address(url, options),
            table(RecordType.AD_METRIC, database, options.getClickHouseAdMetricsTable()),
            table(
                RecordType.ATTRIBUTED_ORDER,
                database,
                options.getClickHouseAttributedOrdersTable())));
  }

  /** Creates the address; a message does not repeat the URL, which could contain a password. */
  private static ClickHouseAddress address(String url, UnionOptions options) {
    String password = password(options);
    try {
      return ClickHouseAddress.at(URI.create(url)).withUser(options.getClickHouseUser(), password);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--clickHouseUrl: " + e.getMessage(), e);
    }
  }

  private static String password(UnionOptions options) {
    String file = options.getClickHousePasswordFile();
    if (file == null) {
      return "";
    }
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(
          "--clickHousePasswordFile=%s: no such file".formatted(file), e);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "--clickHousePasswordFile=%s cannot be read".formatted(file), e);
    }
  }

  /** Returns the table of a record type, with the columns for analytical queries. */
  static ClickHouseTable table(RecordType type, String database, String name) {
    Schema columns =
        type.columns().stream()
            .filter(column -> column.role() != RecordColumn.Role.DETAIL)
            .map(column -> Field.of(column.name(), column.type()))
            .collect(Schema.toSchema());
    return ClickHouseTable.of(
        database,
        name,
        columns,
        new ClickHouseTable.Roles(RecordType.RECORD_UUID, RecordType.REVISION, type.timeColumn()));
  }
}
