package dev.tally.server.stack;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The order service, with a second port that controls its behaviour. */
final class OrderServer implements JvmServerKind {
  static final String ORDERS = "orders";
  static final String CONTROL = "control";

  @Override
  public String label() {
    return "orders";
  }

  @Override
  public List<String> portNames() {
    return List.of(ORDERS, CONTROL);
  }

  @Override
  public int defaultHeapMiB() {
    return 128;
  }

  @Override
  public Set<Server> needs() {
    return Set.of();
  }

  @Override
  public String mainClass() {
    return "dev.tally.server.orders.OrderServerMain";
  }

  @Override
  public List<String> jvmOptions() {
    return List.of("-Xms32m", "-XX:+UseSerialGC");
  }

  @Override
  public List<String> prepare(StackFiles files, Topology topology) {
    Ports ports = topology.of(Server.ORDERS);
    return List.of(Integer.toString(ports.get(ORDERS)), Integer.toString(ports.get(CONTROL)));
  }

  @Override
  public boolean answers(Ports ports) {
    return Ports.isListening(ports.get(CONTROL));
  }

  @Override
  public void check(Topology topology, Duration atMost) throws UnhealthyException {
    OrderHealthCheck.check(topology.of(Server.ORDERS).address(ORDERS), atMost);
  }
}
