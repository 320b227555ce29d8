package dev.tally.server.orders;

import dev.tally.server.life.StandardInput;
import java.io.IOException;

/**
 * Serves invented details of every order, on loopback, until SIGTERM.
 *
 * <p>Input: two TCP ports, that of the service and that of its {@link ControlPort}. With the system
 * property {@code tally.exitWithParent=true} it stops when its standard input ends.
 */
public final class OrderServerMain {
  private OrderServerMain() {}

  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      throw new IllegalArgumentException(
          "Two arguments are needed: the port of the order service, and its control port.");
    }
    StandardInput.exitWithIt();
    OrdersPort orders = new OrdersPort(Integer.parseInt(args[0]));
    orders.change(Behaviour.normal());
    new ControlPort(Integer.parseInt(args[1]), orders).open();
  }
}
