package dev.tally.stack;

/**
 * Told of each step of a server; may be called while the stack is locked, so it should only show
 * the text.
 */
@FunctionalInterface
public interface Progress {
  /**
   * Takes one step.
   *
   * @param server whose step it is
   * @param step a few words, e.g. {@code starting (pid 4711)}
   */
  void step(Server server, String step);

  /** Takes no notice. */
  static Progress silent() {
    return (server, step) -> {};
  }
}
