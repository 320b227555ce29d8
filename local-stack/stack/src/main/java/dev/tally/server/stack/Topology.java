package dev.tally.server.stack;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ports on which the servers of a stack listen. */
record Topology(Map<Server, Ports> ports) {
  static Topology of(StackState state) {
    Map<Server, Ports> ports = new EnumMap<>(Server.class);
    for (Server server : Server.values()) {
      StackState.@Nullable Entry entry = state.get(server);
      if (entry != null) {
        ports.put(server, new Ports(entry.ports()));
      }
    }
    return new Topology(ports);
  }

  Topology with(Server server, Ports its) {
    Map<Server, Ports> changed = new EnumMap<>(Server.class);
    changed.putAll(ports);
    changed.put(server, its);
    return new Topology(changed);
  }

  Ports of(Server server) {
    Ports found = ports.get(server);
    if (found == null) {
      throw new StackException(
          server.label() + " has never been started in this stack: start it with up().");
    }
    return found;
  }
}
