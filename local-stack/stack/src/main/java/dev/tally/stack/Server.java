package dev.tally.stack;

import java.util.EnumSet;
import java.util.Set;

/** A server that the local stack can run; in the order in which they are started. */
public enum Server {
  /** One KRaft broker. */
  KAFKA(new KafkaServer()),
  /**
   * ZooKeeper, controller, server and broker of one Pinot cluster, in one JVM. Reads from {@link
   * #KAFKA}.
   */
  PINOT(new PinotServer()),
  /** The JobManager of a Flink session cluster, which takes jobs over REST. */
  JOBMANAGER(new FlinkJobManager()),
  /** A TaskManager with 8 slots, which runs the tasks that {@link #JOBMANAGER} gives it. */
  TASKMANAGER(new FlinkTaskManager()),
  /** A service that tells details of orders, and can be made slow, wrong and dead. */
  ORDERS(new OrderServer()),
  /** The Hive metastore, which knows tables and their partitions. */
  METASTORE(new HiveMetastore()),
  /** A HiveServer2, which answers SQL over the tables of {@link #METASTORE}. */
  HIVESERVER(new HiveServer());

  @SuppressWarnings("ImmutableEnumChecker") // None of them has a field.
  private final ServerKind kind;

  Server(ServerKind kind) {
    this.kind = kind;
  }

  /** Lower case, as in file names, messages and on the command line; e.g. {@code kafka}. */
  public String label() {
    return kind.label();
  }

  ServerKind kind() {
    return kind;
  }

  /** These servers and those that they need, in the order in which they are started. */
  static Set<Server> withNeeds(Server... servers) {
    Set<Server> all = EnumSet.noneOf(Server.class);
    for (Server server : servers) {
      all.add(server);
      all.addAll(withNeeds(server.kind().needs().toArray(Server[]::new)));
    }
    return all;
  }
}
