package dev.tally.stack;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What the stack must know of a server: its ports, how it is started, and how it proves that it
 * works. A new server is one more of these and a constant in {@link Server}.
 */
interface ServerKind {

  /** Lower case; names the log and the data directory. */
  String label();

  /** The module under {@code local-stack/} that has its classes. */
  default String module() {
    return label();
  }

  /** The names of its TCP ports, all on the loopback interface. */
  List<String> portNames();

  int defaultHeapMiB();

  /** The servers that must be healthy before this one can prove that it is. */
  Set<Server> needs();

  /** The main class; it is found on the class path of the module. */
  String mainClass();

  /** Options of the JVM beside the heap size. */
  List<String> jvmOptions();

  /**
   * Writes what the server reads at its start, and gives the arguments of the main class.
   *
   * @param topology has the server's own ports and those of all that it needs
   */
  List<String> prepare(StackFiles files, Topology topology) throws IOException;

  /** Whether it answers at all; cheap, for a server that has proved itself before. */
  boolean answers(Ports ports);

  /**
   * Makes the server do its work once and leaves nothing behind that a user sees.
   *
   * <p>Errors: {@link ProofException} if it did not do so within the time; then it may be tried
   * again.
   */
  void prove(Topology topology, Duration atMost) throws ProofException;
}
