package dev.tally.it;

import dev.tally.operations.FreePort;
import dev.tally.server.stack.LocalStack;
import dev.tally.server.stack.Server;
import java.io.IOException;

/**
 * The servers that the tests of one JVM share. They are started on first use and end with the JVM.
 */
public final class Servers {
  private static final LocalStack SHARED = LocalStack.temporary();

  private Servers() {}

  /** Returns the stack with Kafka running. */
  public static LocalStack kafka() {
    return up(Server.KAFKA);
  }

  /** Returns the stack with Kafka and a Flink cluster running. */
  public static LocalStack kafkaAndFlink() {
    return up(Server.KAFKA, Server.TASKMANAGER);
  }

  /** Returns the stack with Kafka and Pinot running. */
  public static LocalStack all() {
    return up(Server.PINOT);
  }

  /** Returns the stack with Hive running. */
  public static LocalStack hive() {
    return up(Server.HIVESERVER);
  }

  /** Returns the stack with ClickHouse running, which must be installed. */
  public static LocalStack clickHouse() {
    return up(Server.CLICKHOUSE);
  }

  private static synchronized LocalStack up(Server... servers) {
    SHARED.up(servers);
    return SHARED;
  }

  /** Returns a port on loopback on which no server listens. */
  public static int freePort() throws IOException {
    return FreePort.find();
  }
}
