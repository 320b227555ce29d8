package dev.tally.it.chaos;

import dev.tally.server.stack.LocalStack;

/**
 * The servers that the chaos tests of one JVM kill; they end with the JVM. Their Flink has Tally's
 * classes on its class path.
 */
final class ChaosStack {
  private static final LocalStack SHARED =
      LocalStack.temporary().withFlinkLibrary(System.getProperty("java.class.path"));

  private ChaosStack() {}

  static LocalStack get() {
    return SHARED;
  }
}
