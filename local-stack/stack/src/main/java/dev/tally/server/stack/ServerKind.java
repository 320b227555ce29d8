package dev.tally.server.stack;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Describes a kind of server to the stack: its ports, how it is started and how its health is
 * checked. A new server needs one implementation of this interface and a constant in {@link
 * Server}.
 */
interface ServerKind {

  /** Returns the name in lower case, which also names the log and the data directory. */
  String label();

  /** Returns the names of its TCP ports, all on the loopback interface. */
  List<String> portNames();

  int defaultHeapMiB();

  /** Returns the servers that must be healthy before the health check of this one can succeed. */
  Set<Server> needs();

  /**
   * Checks that this machine has the programs that the server needs.
   *
   * @throws StackException if one is missing; its message says how to install it
   */
  default void requireInstalled() {}

  /**
   * Writes the files that the server reads at its start, and returns the command that runs it in
   * the foreground.
   */
  List<String> command(ServerSettings settings) throws IOException;

  /**
   * Returns true if the server answers at all. A cheap check of a server that has been healthy
   * before.
   */
  boolean answers(Ports ports);

  /**
   * Checks the health of the server: makes it perform its function once, without any effect that a
   * user can see afterwards.
   *
   * <p>Errors: {@link UnhealthyException} if it did not do so in time; the check may then be
   * repeated.
   */
  void check(Topology topology, Duration atMost) throws UnhealthyException;
}
