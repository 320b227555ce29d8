package dev.tally.it.chaos;

import dev.tally.stack.LocalStack;

/**
 * The servers that the chaos of one JVM kills, gone with the JVM; their Flink knows our classes.
 */
final class ChaosStack {
  private static final LocalStack SHARED =
      LocalStack.temporary().withFlinkLibrary(System.getProperty("java.class.path"));

  private ChaosStack() {}

  static LocalStack get() {
    return SHARED;
  }
}
