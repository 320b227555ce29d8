package dev.tally.it.stack;

import dev.tally.server.stack.LocalStack;

/**
 * The stack that all tests of this JVM share; it ends with the JVM. A test starts its servers
 * before using them.
 */
public final class SharedStack {
  private static final LocalStack STACK = LocalStack.temporary();

  private SharedStack() {}

  /** Returns the stack with all its servers running. */
  public static LocalStack up() {
    STACK.up();
    return STACK;
  }
}
