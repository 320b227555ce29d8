package dev.tally.orders;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Tells made-up details of every order until SIGTERM, on loopback.
 *
 * <p>Input: two TCP ports, the service's and that of its {@link ControlPort}. With the system
 * property {@code tally.exitWithParent=true} it stops when its standard input ends.
 */
public final class OrderServer {
  private OrderServer() {}

  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      throw new IllegalArgumentException("Two arguments are needed: the ports of orders, control.");
    }
    if (Boolean.getBoolean("tally.exitWithParent")) {
      exitWithStandardInput();
    }
    OrdersPort orders = new OrdersPort(Integer.parseInt(args[0]));
    orders.change(Behaviour.normal());
    new ControlPort(Integer.parseInt(args[1]), orders).open();
  }

  private static void exitWithStandardInput() {
    Thread watch =
        new Thread(
            () -> {
              try {
                System.in.transferTo(OutputStream.nullOutputStream());
              } catch (IOException closed) {
                // As good as the end of the stream.
              }
              System.exit(0);
            },
            "exit-with-parent");
    watch.setDaemon(true);
    watch.start();
  }
}
