package dev.tally.server.stack;

/**
 * A listener that is called at each step of a server. It may be called while the stack is locked,
 * so it should only display the step.
 */
@FunctionalInterface
public interface Progress {
  /**
   * Called when a server reaches a step.
   *
   * @param server the server
   * @param step a few words, e.g. {@code starting (pid 4711)}
   */
  void step(Server server, String step);

  /** Returns a listener that does nothing. */
  static Progress silent() {
    return (server, step) -> {};
  }
}
