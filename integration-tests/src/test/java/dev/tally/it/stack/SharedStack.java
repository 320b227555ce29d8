package dev.tally.it.stack;

import dev.tally.stack.LocalStack;

/**
 * One stack for all tests of this JVM; it ends with the JVM. A test brings it up before it uses it.
 */
public final class SharedStack {
  private static final LocalStack STACK = LocalStack.temporary();

  private SharedStack() {}

  /** The stack with all its servers up. */
  public static LocalStack up() {
    STACK.up();
    return STACK;
  }
}
