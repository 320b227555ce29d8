package dev.tally.stack;

import java.util.Map;

/** Where the servers listen. */
record Topology(Map<Server, Ports> ports) {
  Ports of(Server server) {
    Ports found = ports.get(server);
    if (found == null) {
      throw new StackException(
          server.label() + " has never been started in this stack: start it with up().");
    }
    return found;
  }
}
