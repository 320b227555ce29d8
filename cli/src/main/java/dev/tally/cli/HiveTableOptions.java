package dev.tally.cli;

import dev.tally.io.hive.HiveTable;
import dev.tally.transforms.codec.DefaultNames;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that select the metastore and the tables of a command. */
final class HiveTableOptions {
  static final List<String> UNION =
      List.of(DefaultNames.AD_METRICS_TABLE, DefaultNames.ATTRIBUTED_ORDERS_TABLE);

  @Option(
      names = "--metastore",
      paramLabel = "URI",
      description =
          "Address of Hive's metastore, for example thrift://hive-1:9083 (default: the one that"
              + " ./tally up --hive started).")
  private @Nullable String metastore;

  @Option(
      names = "--table",
      paramLabel = "NAME,…",
      split = ",",
      description =
          "Names of the tables, as TABLE or DATABASE.TABLE (default: the tables of the union"
              + " job, "
              + (DefaultNames.AD_METRICS_TABLE + " and " + DefaultNames.ATTRIBUTED_ORDERS_TABLE)
              + ").")
  private @Nullable List<String> tables;

  List<String> names() {
    return tables == null ? UNION : List.copyOf(Objects.requireNonNull(tables));
  }

  HiveTable open(StackDirectory stack, String name) throws IOException {
    return HiveTable.at(uri(stack), name);
  }

  private String uri(StackDirectory stack) {
    if (metastore != null) {
      if (!metastore.startsWith("thrift://")) {
        throw new IllegalArgumentException(
            "--metastore=%s must be a thrift:// URI, for example thrift://hive-1:9083."
                .formatted(metastore));
      }
      return metastore;
    }
    return stack
        .metastore()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "No local metastore is running in %s: start it with ./tally up --hive, or name another one with --metastore."
                        .formatted(stack.path())));
  }
}
