package dev.tally.server.orders;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;

/**
 * The port that controls the behaviour of the service. {@code GET /control} returns its {@link
 * Behaviour} and its counters; {@code PUT /control} changes fields of the behaviour.
 */
final class ControlPort {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;

  private final int port;
  private final OrdersPort orders;

  ControlPort(int port, OrdersPort orders) {
    this.port = port;
    this.orders = orders;
  }

  void open() throws IOException {
    HttpServer server = HttpServer.create(OrdersPort.address(port), 0);
    server.createContext("/control", this::control);
    server.start();
  }

  private void control(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean taken = !exchange.getRequestMethod().equals("PUT") || changes(exchange);
      ObjectNode answer = JSON.valueToTree(orders.behaviour());
      answer.put("requests", orders.requests()).put("orders", orders.orders());
      OrdersPort.send(exchange, taken ? OK : BAD_REQUEST, JSON.writeValueAsBytes(answer));
    }
  }

  /**
   * Changes the fields that the body contains; returns false if the body is not a valid behaviour.
   */
  private boolean changes(HttpExchange exchange) throws IOException {
    ObjectNode wanted = JSON.valueToTree(orders.behaviour());
    try {
      JSON.readerForUpdating(wanted).readValue(exchange.getRequestBody());
      orders.change(JSON.treeToValue(wanted, Behaviour.class));
      return true;
    } catch (JsonProcessingException e) {
      return false;
    }
  }
}
