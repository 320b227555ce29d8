package dev.tally.stack;

/** A server that the local stack can run; in the order in which they are started. */
public enum Server {
  /** One KRaft broker. */
  KAFKA(new KafkaServer()),
  /**
   * ZooKeeper, controller, server and broker of one Pinot cluster, in one JVM. Reads from {@link
   * #KAFKA}.
   */
  PINOT(new PinotServer());

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
}
