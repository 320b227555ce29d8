package dev.tally.io.hive;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.hive.metastore.api.AddPartitionsRequest;
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
 * A client of a Hive Metastore 4 that uses its Thrift interface and no other Hive code.
 *
 * <p>Errors: {@link IOException} if the metastore does not answer, after one retry with a new
 * connection. {@code alter} is not retried; if it gets no answer, it may still be applied later.
 *
 * <p>Limits: no SASL, no TLS. Of several addresses the first one that accepts a connection is used.
 */
final class Metastore implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 60_000;
  private static final int DEFAULT_PORT = 9083;
  private static final short ALL = -1;

  /**
   * Without this the metastore lists the files of every altered table and partition to store their
   * number.
   */
  private static final EnvironmentContext NO_STATISTICS =
      new EnvironmentContext(Map.of("DO_NOT_UPDATE_STATS", "true"));

  private final String uris;
  private @Nullable TSocket socket;
  private @Nullable Client client;

  /**
   * Creates a client that connects on first use.
   *
   * @param uris e.g. {@code thrift://127.0.0.1:9083}; several are separated by commas
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

  /** Creates a table, unless one with this name exists. */
  void create(Table table) throws IOException {
    createUnless(
        () -> table(table.getDbName(), table.getTableName()).isPresent(),
        hive -> {
          hive.create_table(table);
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

  /** Returns the directory in which the database keeps its tables. */
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

  /** Returns names as in Hive, e.g. {@code day=2026-11-21/shop=a%2Fb}. */
  List<String> partitionNames(Table table) throws IOException {
    return call(hive -> hive.get_partition_names(table.getDbName(), table.getTableName(), ALL));
  }

  /** Creates a partition, unless one with these values exists. */
  void add(Table table, Partition partition) throws IOException {
    List<Partition> one = new ArrayList<>(List.of(partition));
    createUnless(
        () -> partition(table, partition.getValues()).isPresent(),
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
  private interface Existence {
    boolean check() throws IOException;
  }

  /**
   * Creates an entry that another writer may create at the same time. The metastore then rejects
   * the later request with an AlreadyExistsException or, if the two overlap, with the error of its
   * database, so the error is ignored if the entry exists afterwards.
   */
  private void createUnless(Existence exists, Call<?> create) throws IOException {
    try {
      call(create);
    } catch (IOException rejected) {
      if (!exists.check()) {
        throw rejected;
      }
    }
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

  /**
   * Calls without a retry, for calls that replace an entry: one that gets no answer may be applied
   * much later.
   */
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
    return new IOException(
        "The Hive metastore " + uris + " rejected the request: " + e.getMessage(), e);
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
