package dev.tally.server.stack;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The servers that the local stack can run, in the order in which they are started. */
public enum Server {
  /** One KRaft broker. */
  KAFKA(new KafkaServer()),
  /**
   * The ZooKeeper, controller, server and broker of one Pinot cluster, in one JVM. Consumes from
   * {@link #KAFKA}.
   */
  PINOT(new PinotServer()),
  /** The JobManager of a Flink session cluster, which accepts jobs over REST. */
  JOBMANAGER(new FlinkJobManager()),
  /** A TaskManager with 8 slots, which runs the tasks that {@link #JOBMANAGER} assigns to it. */
  TASKMANAGER(new FlinkTaskManager()),
  /** A service that returns the details of orders, and can be made slow, failing or unavailable. */
  ORDERS(new OrderServer()),
  /** The Hive metastore, which stores the definitions of tables and partitions. */
  METASTORE(new HiveMetastore()),
  /** A HiveServer2, which runs SQL queries on the tables of {@link #METASTORE}. */
  HIVESERVER(new HiveServer()),
  /** A ClickHouse server, which is a program of its own that must be installed. */
  CLICKHOUSE(new ClickHouseServer());

  @SuppressWarnings("ImmutableEnumChecker") // The kinds have no fields.
  private final ServerKind kind;

  Server(ServerKind kind) {
    this.kind = kind;
  }

  /**
   * Returns the name in lower case, as used in file names, messages and on the command line, e.g.
   * {@code kafka}.
   */
  public String label() {
    return kind.label();
  }

  ServerKind kind() {
    return kind;
  }

  /** Returns all servers whose programs this machine has. */
  public static List<Server> installed() {
    return Arrays.stream(values()).filter(Server::isInstalled).toList();
  }

  /** Returns false if the server needs a program that must be installed first. */
  public boolean isInstalled() {
    try {
      kind.requireInstalled();
      return true;
    } catch (StackException missing) {
      return false;
    }
  }

  /** Returns these servers and those that they need, in the order in which they are started. */
  static Set<Server> withNeeds(Server... servers) {
    Set<Server> all = EnumSet.noneOf(Server.class);
    for (Server server : servers) {
      all.add(server);
      all.addAll(withNeeds(server.kind().needs().toArray(Server[]::new)));
    }
    return all;
  }
}
