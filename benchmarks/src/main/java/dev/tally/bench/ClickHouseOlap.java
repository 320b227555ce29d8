package dev.tally.bench;

import dev.tally.io.clickhouse.ClickHouseAddress;
import dev.tally.io.clickhouse.ClickHouseIO;
import dev.tally.io.clickhouse.ClickHouseQuery;
import dev.tally.io.clickhouse.ClickHouseTable;
import dev.tally.io.clickhouse.ClickHouseTable.Roles;
import dev.tally.server.stack.LocalStack;
import dev.tally.server.stack.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** ClickHouse, written by {@link ClickHouseIO}. */
final class ClickHouseOlap implements OlapStore {
  private static final ClickHouseTable TABLE =
      ClickHouseTable.of(
          "bench",
          "olap",
          OlapRows.SCHEMA,
          new Roles(OlapRows.KEY, OlapRows.REVISION, OlapRows.TIME));

  private final URI url;
  private final ClickHouseAddress address;
  private final HttpClient http = HttpClient.newHttpClient();

  ClickHouseOlap(LocalStack stack) {
    stack.up(Server.CLICKHOUSE);
    url = stack.clickHouse();
    address = ClickHouseAddress.at(url);
  }

  @Override
  public Server server() {
    return Server.CLICKHOUSE;
  }

  @Override
  public PTransform<PCollection<Row>, PDone> write() {
    return ClickHouseIO.write(address, TABLE);
  }

  @Override
  public List<String> tables() {
    return List.of("bench.olap_latest", "bench.olap FINAL");
  }

  @Override
  public double query(String sql) {
    List<List<@Nullable String>> rows = new ArrayList<>();
    ClickHouseQuery.at(address).forEach(sql, rows::add);
    List<@Nullable String> first = rows.get(0);
    return Double.parseDouble(Objects.requireNonNull(first.get(first.size() - 1)));
  }

  @Override
  public void writeOne(Row row) {
    String values =
        row.getValues().stream()
            .map(value -> value instanceof String ? "'" + value + "'" : value.toString())
            .collect(Collectors.joining(", "));
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .POST(BodyPublishers.ofString("INSERT INTO bench.olap VALUES (%s)".formatted(values)))
            .build();
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IllegalStateException(response.body());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {}
}
