package dev.tally.it;

import dev.tally.cli.FreePort;
import dev.tally.stack.LocalStack;
import dev.tally.stack.Server;
import java.io.IOException;

/** The servers that the tests of one JVM share: started when first asked for, gone with the JVM. */
public final class Servers {
  private static final LocalStack SHARED = LocalStack.temporary();

  private Servers() {}

  /** With Kafka up. */
  public static LocalStack kafka() {
    return up(Server.KAFKA);
  }

  /** With Kafka and a Flink cluster up. */
  public static LocalStack kafkaAndFlink() {
    return up(Server.KAFKA, Server.TASKMANAGER);
  }

  /** With Kafka and Pinot up. */
  public static LocalStack all() {
    return up(Server.PINOT);
  }

  /** With Hive up. */
  public static LocalStack hive() {
    return up(Server.HIVESERVER);
  }

  private static synchronized LocalStack up(Server... servers) {
    SHARED.up(servers);
    return SHARED;
  }

  /** A port on loopback that nobody listens on. */
  public static int freePort() throws IOException {
    return FreePort.find();
  }
}
