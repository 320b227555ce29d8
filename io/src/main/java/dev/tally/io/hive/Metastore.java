package dev.tally.io.hive;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.hive.metastore.api.AddPartitionsRequest;
import org.apache.hadoop.hive.metastore.api.AlreadyExistsException;
import org.apache.hadoop.hive.metastore.api.EnvironmentContext;
import org.apache.hadoop.hive.metastore.api.GetTableRequest;
import org.apache.hadoop.hive.metastore.api.NoSuchObjectException;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore.Client;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.transport.TSocket;
import org.apache.thrift.transport.TTransportException;
import org.jspecify.annotations.Nullable;

/**
 * A client of a Hive metastore 4, over Thrift and nothing else of Hive's.
 *
 * <p>Errors: {@link IOException} if the metastore does not answer, after a second try with a new
 * connection; {@code alter} is tried once, and may still be done when it was not answered.
 *
 * <p>Limits: no SASL, no TLS; of several addresses the first that answers.
 */
final class Metastore implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 60_000;
  private static final int DEFAULT_PORT = 9083;
  private static final short ALL = -1;

  /** The metastore would list the files of what it is told, to keep their number. */
  private static final EnvironmentContext NO_STATISTICS =
      new EnvironmentContext(Map.of("DO_NOT_UPDATE_STATS", "true"));

  private final String uris;
  private @Nullable TSocket socket;
  private @Nullable Client client;

  /**
   * A client that connects when it is needed.
   *
   * @param uris e.g. {@code thrift://127.0.0.1:9083}; several with commas between them
   */
  Metastore(String uris) {
    this.uris = uris;
  }

  Optional<Table> table(String database, String name) throws IOException {
    return call(
        hive -> {
          try {
            return Optional.of(hive.get_table_req(new GetTableRequest(database, name)).getTable());
          } catch (NoSuchObjectException notThere) {
            return Optional.empty();
          }
        });
  }

  /** Creates a table, unless there is one with its name. */
  void create(Table table) throws IOException {
    call(
        hive -> {
          try {
            hive.create_table(table);
          } catch (AlreadyExistsException byAnother) {
            // The caller compares what is there.
          }
          return true;
        });
  }

  void alter(Table table) throws IOException {
    once(
        hive -> {
          hive.alter_table_with_environment_context(
              table.getDbName(), table.getTableName(), table, NO_STATISTICS);
          return true;
        });
  }

  /** Where the database keeps its tables. */
  String location(String database) throws IOException {
    return call(hive -> hive.get_database(database).getLocationUri());
  }

  Optional<Partition> partition(Table table, List<String> values) throws IOException {
    return call(
        hive -> {
          try {
            return Optional.of(
                hive.get_partition(
                    table.getDbName(), table.getTableName(), new ArrayList<>(values)));
          } catch (NoSuchObjectException notThere) {
            return Optional.empty();
          }
        });
  }

  /** Names as Hive has them, e.g. {@code day=2026-11-21/shop=a%2Fb}. */
  List<String> partitionNames(Table table) throws IOException {
    return call(hive -> hive.get_partition_names(table.getDbName(), table.getTableName(), ALL));
  }

  /** Creates a partition, unless there is one with its values. */
  void add(Partition partition) throws IOException {
    List<Partition> one = new ArrayList<>(List.of(partition));
    call(
        hive ->
            hive.add_partitions_req(
                new AddPartitionsRequest(
                    partition.getDbName(), partition.getTableName(), one, true)));
  }

  void alter(Partition partition) throws IOException {
    once(
        hive -> {
          hive.alter_partition_with_environment_context(
              partition.getDbName(), partition.getTableName(), partition, NO_STATISTICS);
          return true;
        });
  }

  @FunctionalInterface
  private interface Call<T> {
    T on(Client client) throws TException;
  }

  private <T> T call(Call<T> call) throws IOException {
    try {
      return call.on(connected());
    } catch (TTransportException broken) {
      close();
      return once(call);
    } catch (TException e) {
      throw refused(e);
    }
  }

  /** For what replaces something: one that is not answered may be done much later. */
  private <T> T once(Call<T> call) throws IOException {
    try {
      return call.on(connected());
    } catch (TTransportException e) {
      close();
      throw new IOException("The Hive metastore " + uris + " does not answer", e);
    } catch (TException e) {
      throw refused(e);
    }
  }

  private IOException refused(TException e) {
    return new IOException("The Hive metastore " + uris + " refuses: " + e.getMessage(), e);
  }

  private Client connected() throws TTransportException {
    if (client == null) {
      TTransportException last = null;
      for (String uri : uris.split(",", -1)) {
        try {
          return connect(URI.create(uri.strip()));
        } catch (TTransportException e) {
          last = e;
        }
      }
      throw last == null ? new TTransportException("No address") : last;
    }
    return client;
  }

  private Client connect(URI uri) throws TTransportException {
    int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
    TSocket opened = new TSocket(uri.getHost(), port, TIMEOUT_MILLIS);
    opened.open();
    socket = opened;
    Client connected = new Client(new TBinaryProtocol(opened));
    client = connected;
    return connected;
  }

  @Override
  public void close() {
    if (socket != null) {
      socket.close();
    }
    socket = null;
    client = null;
  }
}
